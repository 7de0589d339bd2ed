package dev.gatehouse.server.crypto;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Optional;

/** The signature algorithms of the server's own tokens (RFC 7518 §3.1, RFC 8037 §3.1). */
public enum SigningAlgorithm {
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  RS256("RS256", "SHA256withRSA", "RSA"),
  /** ECDSA on P-256 with SHA-256; the signature is r ‖ s, 64 bytes. */
  ES256("ES256", "SHA256withECDSAinP1363Format", "EC"),
  /** Ed25519; the signature has 64 bytes. */
  EDDSA("EdDSA", "Ed25519", "Ed25519");

  /** How many bytes a signature on P-256 or Ed25519 has. */
  static final int CURVE_SIGNATURE = 64;

  private final String joseName;
  private final String jcaSignature;
  private final String jcaKey;

  SigningAlgorithm(String joseName, String jcaSignature, String jcaKey) {
    this.joseName = joseName;
    this.jcaSignature = jcaSignature;
    this.jcaKey = jcaKey;
  }

  /** The {@code alg} value. */
  public String joseName() {
    return joseName;
  }

  /** The algorithm of that {@code alg} value, spelled exactly so. */
  public static Optional<SigningAlgorithm> ofJoseName(String name) {
    for (SigningAlgorithm algorithm : values()) {
      if (algorithm.joseName.equals(name)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  String jcaSignature() {
    return jcaSignature;
  }

  String jcaKey() {
    return jcaKey;
  }

  JWSAlgorithm nimbus() {
    return JWSAlgorithm.parse(joseName);
  }

  /** Whether a signature of this many bytes is possible at all; RSA depends on the key. */
  boolean allowsSignatureOf(int bytes) {
    return this == RS256 ? bytes >= 256 && bytes <= 512 : bytes == CURVE_SIGNATURE;
  }
}
