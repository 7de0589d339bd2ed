package dev.gatehouse.launcher;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** A key of an application, and the proofs that it has it (RFC 9449). */
final class ProofKey {
  private static final int COORDINATE = 32;

  private final KeyPair pair;

  private ProofKey(KeyPair pair) {
    this.pair = pair;
  }

  static ProofKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new ProofKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A proof for one request (§4.2). */
  String proof(String method, URI endpoint, Optional<String> accessToken) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("typ", "dpop+jwt");
    header.put("alg", "ES256");
    header.put("jwk", jwk());
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("htm", method);
    claims.put("htu", endpoint.toString());
    claims.put("iat", Instant.now().getEpochSecond());
    accessToken.ifPresent(token -> claims.put("ath", sha256(token)));
    String signed = encoded(json(header)) + "." + encoded(json(claims));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature(signed));
  }

  /** What a token that is bound to the key names it by (§6.1, RFC 7638). */
  String thumbprint() {
    return sha256(json(jwk()));
  }

  /** Its members in the order that RFC 7638 §3.2 asks for. */
  private Map<String, String> jwk() {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    Map<String, String> jwk = new LinkedHashMap<>();
    jwk.put("crv", "P-256");
    jwk.put("kty", "EC");
    jwk.put("x", coordinate(key.getW().getAffineX()));
    jwk.put("y", coordinate(key.getW().getAffineY()));
    return jwk;
  }

  private static String coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[COORDINATE];
    int length = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
  }

  private byte[] signature(String text) {
    try {
      Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
      signer.initSign(pair.getPrivate());
      signer.update(text.getBytes(StandardCharsets.US_ASCII));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String json(Map<String, ?> members) {
    return JsonMapper.shared().writeValueAsString(members);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
