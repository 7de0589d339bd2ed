package dev.gatehouse.e2e;

import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/**
 * The keys that a realm publishes (RFC 7517), and whether they made a signature, by the JDK alone.
 *
 * @param jwks the document
 */
record PublishedKeys(JsonNode jwks) {
  private static final Base64.Decoder BASE64 = Base64.getUrlDecoder();

  /** As an application finds them: through the metadata. */
  static PublishedKeys of(Installation installation, String realm) {
    try (HttpDriver browser = installation.browser()) {
      JsonNode metadata =
          browser
              .get(installation.issuer(realm) + "/.well-known/openid-configuration")
              .expect(200)
              .json();
      return new PublishedKeys(
          browser
              .get(URI.create(metadata.required("jwks_uri").asString()))
              .expect(200)
              .json()
              .required("keys"));
    }
  }

  /** The token, whose signature the key that it names has made with this algorithm. */
  UnverifiedJwt verified(String token, String algorithm) {
    UnverifiedJwt jwt = UnverifiedJwt.of(token);
    require(algorithm.equals(jwt.header().path("alg").asString("")), "signed " + jwt.header());
    JsonNode key = key(jwt.header().path("kid").asString(""));
    try {
      Signature signature = Signature.getInstance(name(algorithm));
      signature.initVerify(publicKey(key));
      signature.update(signingInput(token));
      require(signature.verify(BASE64.decode(jwt.signature())), "a wrong signature: " + token);
      return jwt;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("not verifiable: " + token, e);
    }
  }

  /** The token, protected by this secret (RFC 7518 §3.2), which is not among the keys. */
  UnverifiedJwt verifiedByShared(String secret, String token) {
    UnverifiedJwt jwt = UnverifiedJwt.of(token);
    require("HS256".equals(jwt.header().path("alg").asString("")), "signed " + jwt.header());
    for (JsonNode key : jwks) {
      require(!"oct".equals(key.path("kty").asString("")), "a shared secret is published");
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] expected = mac.doFinal(signingInput(token));
      require(
          MessageDigest.isEqual(expected, BASE64.decode(jwt.signature())),
          "not of this secret: " + token);
      return jwt;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("not verifiable: " + token, e);
    }
  }

  private static byte[] signingInput(String token) {
    return token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
  }

  private JsonNode key(String id) {
    for (JsonNode key : jwks) {
      if (id.equals(key.path("kid").asString(""))) {
        return key;
      }
    }
    throw new AssertionError("no key '" + id + "' is published");
  }

  private static String name(String algorithm) {
    return switch (algorithm) {
      case "RS256" -> "SHA256withRSA";
      case "ES256" -> "SHA256withECDSAinP1363Format";
      case "EdDSA" -> "Ed25519";
      default -> throw new AssertionError("no algorithm of ours: " + algorithm);
    };
  }

  private static PublicKey publicKey(JsonNode key) throws GeneralSecurityException {
    return switch (key.path("kty").asString("")) {
      case "RSA" ->
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
      case "EC" ->
          KeyFactory.getInstance("EC")
              .generatePublic(
                  new ECPublicKeySpec(
                      new ECPoint(number(key, "x"), number(key, "y")), curveP256()));
      case "OKP" -> ed25519(BASE64.decode(key.required("x").asString()));
      default -> throw new AssertionError("no key of ours: " + key);
    };
  }

  private static ECParameterSpec curveP256() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  /** RFC 8032 §5.1.2: y, little-endian, and the lowest bit of x on top of it. */
  private static PublicKey ed25519(byte[] encoded) throws GeneralSecurityException {
    byte[] y = new byte[encoded.length];
    for (int i = 0; i < encoded.length; i++) {
      y[i] = encoded[encoded.length - 1 - i];
    }
    boolean odd = (y[0] & 0x80) != 0;
    y[0] &= 0x7f;
    EdECPoint point = new EdECPoint(odd, new BigInteger(1, y));
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
  }

  private static BigInteger number(JsonNode key, String member) {
    return new BigInteger(1, BASE64.decode(key.required(member).asString()));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
