package dev.gatehouse.benchmarks.kind;

import dev.gatehouse.benchmarks.load.Call;

/** A confidential client at a provider. */
public record Registration(Provider provider, String clientId, String secret) {
  /** Where codes go; nothing listens there. */
  public static final String CALLBACK = "http://127.0.0.1/callback";

  /** A request with the client's authentication, {@code client_secret_basic}. */
  Call post(String endpoint, String form) {
    return Call.post(provider.path(endpoint), form).basic(clientId, secret);
  }

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return clientId + " at " + provider.issuer();
  }
}
