package dev.gatehouse.server.crypto;

/**
 * A signing key as it is stored: the public half readable, the private half sealed under the master
 * key.
 */
public final class SealedKey {
  private final String kid;
  private final SigningAlgorithm algorithm;
  private final KeyUse use;
  private final KeyState state;
  private final KeyTimes times;
  private final String publicJwkJson;
  private final byte[] sealedPrivate;

  /** From the columns of a row. */
  public SealedKey(
      String kid,
      SigningAlgorithm algorithm,
      KeyUse use,
      KeyState state,
      KeyTimes times,
      String publicJwkJson,
      byte[] sealedPrivate) {
    this.kid = kid;
    this.algorithm = algorithm;
    this.use = use;
    this.state = state;
    this.times = times;
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

  public KeyTimes times() {
    return times;
  }

  /** What it signs, with what. */
  public Ring ring() {
    return new Ring(use, algorithm);
  }

  /** The public JWK (RFC 7517). */
  public String publicJwkJson() {
    return publicJwkJson;
  }

  /** PKCS#8 in an {@link Envelope}; empty once the key signs no more. */
  public byte[] sealedPrivate() {
    return sealedPrivate.clone();
  }
}
