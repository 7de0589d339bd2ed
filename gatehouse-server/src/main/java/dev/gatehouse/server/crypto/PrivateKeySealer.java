package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.server.kernel.RealmId;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * Signing keys to and from their stored form. The seal binds realm, kid, algorithm and use, so a
 * stored key can't be moved to another realm or be given another use.
 */
public final class PrivateKeySealer {
  private final CryptoProviders providers;
  private final Envelope envelope;

  public PrivateKeySealer(CryptoProviders providers, Envelope envelope) {
    this.providers = providers;
    this.envelope = envelope;
  }

  /** The stored form of a key of the realm. */
  public SealedKey seal(RealmId realm, SigningKey key) {
    byte[] pkcs8 = key.privateKey().getEncoded();
    try {
      return new SealedKey(
          key.kid(),
          key.algorithm(),
          key.use(),
          key.state(),
          KeyTimes.created(key.createdAt()),
          PublicJwk.of(key.verificationKey()).json(),
          envelope.seal(
              Purpose.SIGNING_KEY, context(realm, key.kid(), key.algorithm(), key.use()), pkcs8));
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /** What verifiers need of a stored key; its private half stays sealed. */
  public PublishedKey published(SealedKey sealed) {
    return new PublishedKey(publicHalf(sealed), sealed.use(), sealed.state(), sealed.times());
  }

  private static VerificationKey publicHalf(SealedKey sealed) {
    VerificationKey publicHalf = PublicJwk.parse(sealed.algorithm(), sealed.publicJwkJson());
    if (!publicHalf.kid().equals(sealed.kid())) {
      throw new SealBroken("the stored public key is not the one its kid names");
    }
    return publicHalf;
  }

  /**
   * The key behind a stored form.
   *
   * @throws SealBroken when the row was changed or is of another realm or master key
   */
  public SigningKey open(RealmId realm, SealedKey sealed) {
    VerificationKey publicHalf = publicHalf(sealed);
    byte[] pkcs8 =
        envelope.open(
            Purpose.SIGNING_KEY,
            context(realm, sealed.kid(), sealed.algorithm(), sealed.use()),
            sealed.sealedPrivate());
    try {
      return new SigningKey(
          sealed.kid(),
          sealed.algorithm(),
          sealed.use(),
          sealed.state(),
          sealed.times().created(),
          publicHalf.publicKey(),
          privateKey(sealed.algorithm(), pkcs8));
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private PrivateKey privateKey(SigningAlgorithm algorithm, byte[] pkcs8) {
    try {
      return providers
          .keyFactory(algorithm.jcaKey())
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException malformed) {
      throw new IllegalStateException("a sealed key was not PKCS#8", malformed);
    }
  }

  private static byte[] context(RealmId realm, String kid, SigningAlgorithm algorithm, KeyUse use) {
    return LengthPrefixed.join(
        realm.value().getBytes(UTF_8),
        kid.getBytes(UTF_8),
        algorithm.joseName().getBytes(UTF_8),
        use.name().getBytes(UTF_8));
  }
}
