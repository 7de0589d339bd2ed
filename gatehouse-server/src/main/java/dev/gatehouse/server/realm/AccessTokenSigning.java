package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.SharedTokenKey;
import dev.gatehouse.server.crypto.SigningAlgorithm;

/** What protects a realm's access tokens: a key pair or one shared secret, never both. */
public sealed interface AccessTokenSigning {
  /** The {@code alg} of its tokens. */
  String joseName();

  /** A rotating key pair whose public half is in the JWKS. */
  record KeyPair(SigningAlgorithm algorithm) implements AccessTokenSigning {
    @Override
    public String joseName() {
      return algorithm.joseName();
    }
  }

  /**
   * HS256 (RFC 7518 §3.2). Whoever holds the secret can make tokens for every tenant; it is never
   * in a JWKS.
   */
  record SharedSecret(SharedTokenKey key) implements AccessTokenSigning {
    @Override
    public String joseName() {
      return SharedTokenKey.ALGORITHM;
    }
  }
}
