package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.SigningAlgorithm;
import java.net.URI;
import java.util.Optional;

/** The one way a client says who it is (OpenID Connect Core §9). */
public sealed interface ClientAuthentication {
  /** The {@code token_endpoint_auth_method}. */
  String method();

  /** A public client: it can't keep a secret (RFC 6749 §2.1). */
  record None() implements ClientAuthentication {
    @Override
    public String method() {
      return "none";
    }
  }

  /**
   * A secret shared with the server (RFC 6749 §2.3.1).
   *
   * @param transport where the secret stands in a request
   * @param digest all that is kept of it
   */
  record SharedSecret(Transport transport, SecretDigest digest) implements ClientAuthentication {
    @Override
    public String method() {
      return transport.method;
    }
  }

  /**
   * A signed assertion (RFC 7523 §2.2).
   *
   * @param keys where its public keys are
   * @param algorithm the one it signs with, where it registered one
   */
  record PrivateKey(Keys keys, Optional<SigningAlgorithm> algorithm)
      implements ClientAuthentication {
    @Override
    public String method() {
      return "private_key_jwt";
    }
  }

  /** Where a secret stands in a request. */
  enum Transport {
    BASIC("client_secret_basic"),
    POST("client_secret_post");

    private final String method;

    Transport(String method) {
      this.method = method;
    }
  }

  /** Where a client's public keys are (RFC 7591 §2: one of both). */
  sealed interface Keys {
    /** A JWK set as JSON, public keys alone. */
    record Inline(String jwks) implements Keys {}

    /** Where it is fetched. */
    record Remote(URI jwksUri) implements Keys {}
  }
}
