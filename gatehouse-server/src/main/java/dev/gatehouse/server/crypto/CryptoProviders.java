package dev.gatehouse.server.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * The implementation of every primitive: the Amazon Corretto Crypto Provider where its native
 * library loads, the JDK otherwise. Both give the same results; the native one signs RS256 about
 * four times faster. Nothing is installed globally, so other code keeps the JDK's own providers.
 */
public final class CryptoProviders {
  private final Optional<Provider> nativeProvider;

  private CryptoProviders(Optional<Provider> nativeProvider) {
    this.nativeProvider = nativeProvider;
  }

  /**
   * The best that works here. Loading the native library takes about 0.2 s once a process, so a
   * start may call this on a thread of its own.
   */
  public static CryptoProviders choose() {
    return corretto().orElseGet(CryptoProviders::jdk);
  }

  /** The JDK's own providers. */
  public static CryptoProviders jdk() {
    return new CryptoProviders(Optional.empty());
  }

  /** The native provider, or nothing where its library is for another platform or can't load. */
  public static Optional<CryptoProviders> corretto() {
    try {
      Provider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      return AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null
          ? Optional.of(new CryptoProviders(Optional.of(provider)))
          : Optional.empty();
    } catch (LinkageError absent) {
      return Optional.empty();
    }
  }

  /** The provider that signs, where it is not the JDK's default. */
  public Optional<Provider> signing() {
    return nativeProvider;
  }

  /** What to print at start: the provider's name and version. */
  public String description() {
    return nativeProvider
        .map(provider -> provider.getName() + " " + provider.getVersionStr())
        .orElse("JDK " + Runtime.version().feature());
  }

  Signature signature(String algorithm) {
    return get(
        provider -> Signature.getInstance(algorithm, provider),
        () -> Signature.getInstance(algorithm));
  }

  KeyPairGenerator keyPairGenerator(String algorithm) {
    return get(
        provider -> KeyPairGenerator.getInstance(algorithm, provider),
        () -> KeyPairGenerator.getInstance(algorithm));
  }

  KeyFactory keyFactory(String algorithm) {
    return get(
        provider ->
            provider.getService("KeyFactory", algorithm) == null
                ? KeyFactory.getInstance(algorithm)
                : KeyFactory.getInstance(algorithm, provider),
        () -> KeyFactory.getInstance(algorithm));
  }

  Cipher cipher(String transformation) {
    return get(
        provider -> Cipher.getInstance(transformation, provider),
        () -> Cipher.getInstance(transformation));
  }

  Mac mac(String algorithm) {
    return get(provider -> Mac.getInstance(algorithm, provider), () -> Mac.getInstance(algorithm));
  }

  SecureRandom secureRandom() {
    return get(
        provider -> SecureRandom.getInstance("LibCryptoRng", provider),
        () -> SecureRandom.getInstance("NativePRNGNonBlocking"));
  }

  private <T> T get(FromProvider<T> fromNative, FromJdk<T> fromJdk) {
    try {
      return nativeProvider.isPresent() ? fromNative.get(nativeProvider.get()) : fromJdk.get();
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("this Java runtime lacks a primitive we need", absent);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("this Java runtime can't make a primitive we need", broken);
    }
  }

  private interface FromProvider<T> {
    T get(Provider provider) throws GeneralSecurityException;
  }

  private interface FromJdk<T> {
    T get() throws GeneralSecurityException;
  }
}
