package dev.gatehouse.benchmarks.kind;

import dev.gatehouse.benchmarks.load.Call;
import dev.gatehouse.benchmarks.load.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An OpenID provider as its metadata describes it (OpenID Connect Discovery §3).
 *
 * @param issuer on this machine
 */
public record Provider(URI issuer, JsonNode metadata) {
  public static Provider discover(URI issuer) throws IOException {
    try (HttpConnection connection = new HttpConnection(issuer.resolve("/"))) {
      String target = issuer.getRawPath() + "/.well-known/openid-configuration";
      return new Provider(issuer, connection.send(Call.get(target)).expect(200).json());
    }
  }

  /** A connection of its own. */
  HttpConnection connect() {
    return new HttpConnection(URI.create("http://" + issuer.getRawAuthority()));
  }

  boolean offersGrant(String grant) {
    return metadata
        .optional("grant_types_supported")
        .map(grants -> grants.valueStream().anyMatch(name -> name.asString().equals(grant)))
        .orElse(false);
  }

  boolean has(String endpoint) {
    return metadata.has(endpoint);
  }

  /** The path of {@code token_endpoint} and the like. */
  String path(String endpoint) {
    return Optional.ofNullable(metadata.get(endpoint))
        .map(uri -> URI.create(uri.asString()).getRawPath())
        .orElseThrow(() -> new IllegalStateException(issuer + " has no " + endpoint));
  }
}
