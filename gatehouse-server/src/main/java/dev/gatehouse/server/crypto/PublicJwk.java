package dev.gatehouse.server.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** A public key as a JSON Web Key (RFC 7517), and back. */
final class PublicJwk {
  /** The start of every Ed25519 SubjectPublicKeyInfo (RFC 8410 §4); the 32 key bytes follow. */
  private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

  private final JWK jwk;

  private PublicJwk(JWK jwk) {
    this.jwk = jwk;
  }

  static PublicJwk of(VerificationKey key) {
    return new PublicJwk(build(key.algorithm(), key.publicKey(), key.kid()));
  }

  /** The {@code kid}: the RFC 7638 SHA-256 thumbprint. */
  static String thumbprint(SigningAlgorithm algorithm, PublicKey key) {
    return thumbprint(build(algorithm, key, "unnamed"));
  }

  /** Reads stored JSON; its {@code kid} must be its own thumbprint. */
  static VerificationKey parse(SigningAlgorithm algorithm, String json) {
    try {
      JWK jwk = JWK.parse(json);
      String kid = thumbprint(jwk);
      if (!kid.equals(jwk.getKeyID()) || !algorithm.nimbus().equals(jwk.getAlgorithm())) {
        throw new SealBroken("the stored public key is not the one its kid and alg name");
      }
      return new VerificationKey(kid, algorithm, publicKey(jwk));
    } catch (ParseException | JOSEException malformed) {
      throw new SealBroken("the stored public key can't be read");
    }
  }

  Map<String, Object> members() {
    return jwk.toJSONObject();
  }

  String json() {
    return jwk.toJSONString();
  }

  private static JWK build(SigningAlgorithm algorithm, PublicKey key, String kid) {
    return switch (algorithm) {
      case RS256 ->
          new RSAKey.Builder((RSAPublicKey) key)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(algorithm.nimbus())
              .keyID(kid)
              .build();
      case ES256 ->
          new ECKey.Builder(Curve.P_256, (ECPublicKey) key)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(algorithm.nimbus())
              .keyID(kid)
              .build();
      case EDDSA ->
          new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(ed25519Point(key)))
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(algorithm.nimbus())
              .keyID(kid)
              .build();
    };
  }

  private static byte[] ed25519Point(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, ED25519_SPKI.length, encoded.length);
  }

  static PublicKey publicKey(JWK jwk) throws JOSEException {
    return switch (jwk) {
      case RSAKey rsa -> rsa.toPublicKey();
      case ECKey ec -> ec.toPublicKey();
      case OctetKeyPair okp -> ed25519(okp.getDecodedX());
      default -> throw new JOSEException("not a key of a kind used here");
    };
  }

  private static PublicKey ed25519(byte[] point) throws JOSEException {
    byte[] encoded = Arrays.copyOf(ED25519_SPKI, ED25519_SPKI.length + point.length);
    System.arraycopy(point, 0, encoded, ED25519_SPKI.length, point.length);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException malformed) {
      throw new JOSEException("not an Ed25519 key", malformed);
    }
  }

  /** The same of any key. */
  static String thumbprint(JWK jwk) {
    try {
      return jwk.computeThumbprint().toString();
    } catch (JOSEException broken) {
      throw new IllegalStateException("SHA-256 failed", broken);
    }
  }
}
