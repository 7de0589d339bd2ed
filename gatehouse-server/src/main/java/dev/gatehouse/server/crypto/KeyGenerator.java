package dev.gatehouse.server.crypto;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;

/** Makes signing keys: RSA of 2048 or 3072 bits, P-256, Ed25519. */
public final class KeyGenerator {
  private final CryptoProviders providers;

  public KeyGenerator(CryptoProviders providers) {
    this.providers = providers;
  }

  /** What key to make. */
  public record Specification(SigningAlgorithm algorithm, KeyUse use, int rsaBits) {
    public Specification {
      if (algorithm == SigningAlgorithm.RS256 && rsaBits != 2048 && rsaBits != 3072) {
        throw new IllegalArgumentException("RSA keys have 2048 or 3072 bits");
      }
    }
  }

  /** A new key in the given state. */
  public SigningKey generate(Specification wanted, KeyState state, Instant now) {
    KeyPair pair = pair(wanted);
    SigningAlgorithm algorithm = wanted.algorithm();
    String kid = PublicJwk.thumbprint(algorithm, pair.getPublic());
    return new SigningKey(
        kid, algorithm, wanted.use(), state, now, pair.getPublic(), pair.getPrivate());
  }

  private KeyPair pair(Specification wanted) {
    KeyPairGenerator generator = providers.keyPairGenerator(wanted.algorithm().jcaKey());
    try {
      switch (wanted.algorithm()) {
        case RS256 -> generator.initialize(wanted.rsaBits());
        case ES256 -> generator.initialize(new ECGenParameterSpec("secp256r1"));
        case EDDSA -> {
          // the curve is in the name
        }
      }
    } catch (InvalidAlgorithmParameterException absent) {
      throw new IllegalStateException("this Java runtime lacks P-256", absent);
    }
    return generator.generateKeyPair();
  }
}
