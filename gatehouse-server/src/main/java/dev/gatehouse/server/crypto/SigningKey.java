package dev.gatehouse.server.crypto;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;

/**
 * A key pair that signs tokens of one use with one algorithm.
 *
 * @param kid the RFC 7638 thumbprint of the public key
 * @param algorithm the only algorithm it is used with (RFC 8725 §3.1)
 * @param use what it signs
 * @param state where it stands in its life
 * @param createdAt when it was generated
 * @param publicKey for verifiers
 * @param privateKey never leaves this process unsealed
 */
public record SigningKey(
    String kid,
    SigningAlgorithm algorithm,
    KeyUse use,
    KeyState state,
    Instant createdAt,
    PublicKey publicKey,
    PrivateKey privateKey) {

  /** The same key at another point of its life. */
  public SigningKey in(KeyState newState) {
    return new SigningKey(kid, algorithm, use, newState, createdAt, publicKey, privateKey);
  }

  /** Its public half. */
  public VerificationKey verificationKey() {
    return new VerificationKey(kid, algorithm, publicKey);
  }

  /** What it signs, with what. */
  public Ring ring() {
    return new Ring(use, algorithm);
  }

  @Override
  public String toString() {
    return "SigningKey[" + algorithm.joseName() + " " + kid + " " + use + " " + state + "]";
  }
}
