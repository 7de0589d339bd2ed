package dev.gatehouse.benchmarks;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.KeyGenerator;
import dev.gatehouse.server.crypto.KeyState;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.crypto.SigningKey;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.time.Instant;
import java.util.Optional;

/** One signature over a token's bytes by the provider the server chose: the floor of a token. */
final class BareSignature {
  private static final int RSA_BITS = 2048;
  private static final byte[] TOKEN = new byte[700];

  private final SigningKey key;
  private final Optional<Provider> provider;

  private BareSignature(SigningKey key, Optional<Provider> provider) {
    this.key = key;
    this.provider = provider;
  }

  static BareSignature with(CryptoProviders providers, SigningAlgorithm algorithm) {
    return new BareSignature(newKey(providers, algorithm), providers.signing());
  }

  static SigningKey newKey(CryptoProviders providers, SigningAlgorithm algorithm) {
    return new KeyGenerator(providers)
        .generate(
            new KeyGenerator.Specification(algorithm, KeyUse.ACCESS_TOKEN, RSA_BITS),
            KeyState.ACTIVE,
            Instant.EPOCH);
  }

  byte[] sign() {
    try {
      String name = jcaName(key.algorithm());
      Signature signature =
          provider.isPresent()
              ? Signature.getInstance(name, provider.get())
              : Signature.getInstance(name);
      signature.initSign(key.privateKey());
      signature.update(TOKEN);
      return signature.sign();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** CPU of this thread for one, warmed up by as many more. */
  double cpuMicros(int signatures) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    int bytes = 0;
    long before = 0;
    for (int i = 0; i < 2 * signatures; i++) {
      if (i == signatures) {
        before = threads.getCurrentThreadCpuTime();
      }
      bytes += sign().length;
    }
    long used = threads.getCurrentThreadCpuTime() - before;
    if (bytes < 2 * signatures * 64) {
      throw new IllegalStateException("these are no signatures");
    }
    return used / 1e3 / signatures;
  }

  private static String jcaName(SigningAlgorithm algorithm) {
    return switch (algorithm) {
      case RS256 -> "SHA256withRSA";
      case ES256 -> "SHA256withECDSAinP1363Format";
      case EDDSA -> "Ed25519";
    };
  }
}
