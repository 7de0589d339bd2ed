package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Signs claims into a JWT in compact form (RFC 7515 §3.1). Safe for many threads. */
public final class TokenSigner {
  private final CryptoProviders providers;
  private final JsonMapper json = JsonMapper.builder().build();

  public TokenSigner(CryptoProviders providers) {
    this.providers = providers;
  }

  /**
   * A signed token.
   *
   * @param key an active key; the algorithm comes from it and from nothing else
   * @param typ the token's type, such as {@code at+jwt} (RFC 9068 §2.1) or {@code JWT}
   * @param claims JSON values; an {@link Instant} is written in seconds (RFC 7519 §2 NumericDate)
   */
  public String sign(SigningKey key, String typ, Map<String, ?> claims) {
    require(key, KeyState.ACTIVE);
    return signed(key, Optional.of(typ), claims);
  }

  /**
   * The same without a type, for a JWT that its reader knows by where it came from and that must
   * not be taken for one of ours with a type.
   */
  public String signUntyped(SigningKey key, Map<String, ?> claims) {
    require(key, KeyState.ACTIVE);
    return signed(key, Optional.empty(), claims);
  }

  /** A probe signed by a key that signs nothing else yet. */
  String rehearse(SigningKey next, String typ, Map<String, ?> claims) {
    require(next, KeyState.NEXT);
    return signed(next, Optional.of(typ), claims);
  }

  private static void require(SigningKey key, KeyState state) {
    if (key.state() != state) {
      throw new IllegalStateException("a key that is " + state + " signs this, not " + key);
    }
  }

  private String signed(SigningKey key, Optional<String> typ, Map<String, ?> claims) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", key.algorithm().joseName());
    typ.ifPresent(type -> header.put("typ", type));
    header.put("kid", key.kid());
    String signingInput = signingInput(header, claims);
    return signingInput + "." + Base64Url.encode(signature(key, signingInput));
  }

  /** The same with a shared secret, which has no {@code kid}: nobody looks it up. */
  public String sign(SharedTokenKey key, String typ, Map<String, ?> claims) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", SharedTokenKey.ALGORITHM);
    header.put("typ", typ);
    String signingInput = signingInput(header, claims);
    return signingInput + "." + Base64Url.encode(key.mac(providers, signingInput));
  }

  private String signingInput(Map<String, Object> header, Map<String, ?> claims) {
    return Base64Url.encode(json.writeValueAsBytes(header))
        + "."
        + Base64Url.encode(json.writeValueAsBytes(numericDates(claims)));
  }

  private byte[] signature(SigningKey key, String signingInput) {
    try {
      Signature signature = providers.signature(key.algorithm().jcaSignature());
      signature.initSign(key.privateKey());
      signature.update(signingInput.getBytes(US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("signing failed with " + key, broken);
    }
  }

  private static Map<String, Object> numericDates(Map<String, ?> claims) {
    Map<String, Object> written = new LinkedHashMap<>();
    claims.forEach((name, value) ->
        written.put(name, value instanceof Instant at ? at.getEpochSecond() : value));
    return written;
  }
}
