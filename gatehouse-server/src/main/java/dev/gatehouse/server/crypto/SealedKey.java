package dev.gatehouse.server.crypto;

import java.time.Instant;

/**
 * A signing key as it is stored: the public half readable, the private half sealed under the master
 * key.
 */
public final class SealedKey {
  private final String kid;
  private final SigningAlgorithm algorithm;
  private final KeyUse use;
  private final KeyState state;
  private final Instant createdAt;
  private final String publicJwkJson;
  private final byte[] sealedPrivate;

  /** From the columns of a row. */
  public SealedKey(
      String kid,
      SigningAlgorithm algorithm,
      KeyUse use,
      KeyState state,
      Instant createdAt,
      String publicJwkJson,
      byte[] sealedPrivate) {
    this.kid = kid;
    this.algorithm = algorithm;
    this.use = use;
    this.state = state;
    this.createdAt = createdAt;
    this.publicJwkJson = publicJwkJson;
    this.sealedPrivate = sealedPrivate.clone();
  }

  public String kid() {
    return kid;
  }

  public SigningAlgorithm algorithm() {
    return algorithm;
  }

  public KeyUse use() {
    return use;
  }

  public KeyState state() {
    return state;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** The public JWK (RFC 7517). */
  public String publicJwkJson() {
    return publicJwkJson;
  }

  /** PKCS#8 in an {@link Envelope}. */
  public byte[] sealedPrivate() {
    return sealedPrivate.clone();
  }
}
