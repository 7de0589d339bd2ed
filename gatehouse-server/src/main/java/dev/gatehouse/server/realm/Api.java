package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An API of a realm: an audience of its own (RFC 8707).
 *
 * @param name what the realm file calls it
 * @param audience the {@code resource} of requests and the {@code aud} of tokens
 * @param scopes its scopes
 * @param introspectors the clients that may introspect tokens for it
 */
public record Api(String name, String audience, List<Scope> scopes, Set<ClientId> introspectors) {
  public Api {
    scopes = List.copyOf(scopes);
    introspectors = Set.copyOf(introspectors);
  }

  /** The same where the realm is served: audiences that begin with the issuer are known now. */
  Api at(String issuer) {
    return new Api(name, audience.replace(Management.ISSUER, issuer), scopes, introspectors);
  }

  /** Its scope of that name. */
  public Optional<Scope> scope(String scope) {
    return scopes.stream().filter(own -> own.name().equals(scope)).findFirst();
  }
}
