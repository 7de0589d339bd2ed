package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.realm.ClientAuthentication.Keys;
import dev.gatehouse.server.realm.ClientAuthentication.None;
import dev.gatehouse.server.realm.ClientAuthentication.PrivateKey;
import dev.gatehouse.server.realm.ClientAuthentication.SharedSecret;
import dev.gatehouse.server.realm.ClientAuthentication.Transport;
import dev.gatehouse.server.realm.ClientUriRules.Use;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Reads how an application of a realm file says who it is. */
final class ClientAuthenticationSection {
  private static final String GENERATE = "generate";

  private final SecretReferences secrets;

  ClientAuthenticationSection(SecretReferences secrets) {
    this.secrets = secrets;
  }

  private enum Type {
    PUBLIC,
    CONFIDENTIAL
  }

  private enum Method {
    BASIC,
    POST,
    PRIVATE_KEY
  }

  ClientAuthentication read(Section section, RealmId realm, ClientId client) {
    Type type =
        section.choice("type", Map.of("public", Type.PUBLIC, "confidential", Type.CONFIDENTIAL));
    if (type == Type.PUBLIC) {
      section.choice("token_endpoint_auth_method", Map.of("none", true), true);
      return none(section);
    }
    Method method =
        section.choice(
            "token_endpoint_auth_method",
            Map.of(
                "client_secret_basic", Method.BASIC,
                "client_secret_post", Method.POST,
                "private_key_jwt", Method.PRIVATE_KEY),
            Method.BASIC);
    return switch (method) {
      case BASIC -> secret(section, Transport.BASIC, realm, client);
      case POST -> secret(section, Transport.POST, realm, client);
      case PRIVATE_KEY -> privateKey(section);
    };
  }

  private static ClientAuthentication none(Section section) {
    refuse(section, "secret", "can't be set: a public client has none");
    refuseKeys(section);
    return new None();
  }

  private ClientAuthentication secret(
      Section section, Transport transport, RealmId realm, ClientId client) {
    refuseKeys(section);
    if (!section.text("secret").equals(GENERATE)) {
      return new SharedSecret(transport, SecretDigest.of(secrets.read(section, "secret")));
    }
    return secrets
        .source()
        .generated(realm, client)
        .map(digest -> new SharedSecret(transport, digest))
        .orElseThrow(() -> section.error("secret", "is made by apply; apply this file first"));
  }

  private static ClientAuthentication privateKey(Section section) {
    refuse(section, "secret", "can't be set: private_key_jwt has keys");
    Optional<URI> remote = ClientSections.uri(section, "jwks_uri", Use.CALLED);
    // RFC 7591 §2: jwks and jwks_uri MUST NOT both be present
    if (remote.isPresent() == section.has("jwks")) {
      throw section.error("jwks", "or \"jwks_uri\" must be set, and not both");
    }
    Keys keys =
        remote
            .<Keys>map(Keys.Remote::new)
            .orElseGet(() -> new Keys.Inline(new InlineKeys(section, "jwks").read()));
    return new PrivateKey(
        keys, section.optionalChoice("token_endpoint_auth_signing_alg", TokenSection.KEY_PAIRS));
  }

  private static void refuseKeys(Section section) {
    for (String key : new String[] {"jwks", "jwks_uri", "token_endpoint_auth_signing_alg"}) {
      refuse(section, key, "needs token_endpoint_auth_method: private_key_jwt");
    }
  }

  private static void refuse(Section section, String key, String problem) {
    if (section.has(key)) {
      throw section.error(key, problem);
    }
  }
}
