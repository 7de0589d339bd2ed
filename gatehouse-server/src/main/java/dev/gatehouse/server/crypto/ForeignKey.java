package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A public key that somebody else made: a client's, or the one in a DPoP proof. RSA of 2048 to 4096
 * bits, P-256 or Ed25519; a key with a private half in it is refused, because it is private no
 * more.
 */
public final class ForeignKey {
  /** The {@code alg} values that such keys may sign with (RFC 7518 §3.1, RFC 8037 §3.1). */
  public static final List<String> ALGORITHMS = List.of("ES256", "EdDSA", "PS256", "RS256");

  private static final int MOST_KEYS = 16;
  private static final StrictJson JSON = new StrictJson();
  private static final PSSParameterSpec PS256 =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private final JWK jwk;

  private ForeignKey(JWK jwk) {
    this.jwk = jwk;
  }

  /** Reads one key (RFC 7517 §4); nothing for any other kind, size or use. */
  public static Optional<ForeignKey> of(Map<String, Object> members) {
    try {
      return usable(JWK.parse(members));
    } catch (ParseException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** Reads a set; keys that can't be used are left out (RFC 7517 §5). */
  public static List<ForeignKey> set(String json) {
    List<ForeignKey> keys = new ArrayList<>();
    Optional<Object> named = JSON.object(json.getBytes(UTF_8)).map(set -> set.get("keys"));
    if (named.isPresent() && named.get() instanceof List<?> all) {
      for (Object each : all) {
        if (each instanceof Map<?, ?> members) {
          of(members(members)).ifPresent(keys::add);
        }
      }
    }
    return keys.size() > MOST_KEYS ? List.of() : List.copyOf(keys);
  }

  /** The same members, with names of a type that JSON gives anyway. */
  static Map<String, Object> members(Map<?, ?> object) {
    Map<String, Object> members = new LinkedHashMap<>();
    object.forEach((name, value) -> members.put(String.valueOf(name), value));
    return members;
  }

  private static Optional<ForeignKey> usable(JWK jwk) {
    boolean signs = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
    boolean known =
        switch (jwk) {
          case RSAKey rsa -> rsa.size() >= 2048 && rsa.size() <= 4096;
          case ECKey ec -> Curve.P_256.equals(ec.getCurve());
          case OctetKeyPair okp -> Curve.Ed25519.equals(okp.getCurve());
          default -> false;
        };
    return signs && known && !jwk.isPrivate() ? Optional.of(new ForeignKey(jwk)) : Optional.empty();
  }

  /** Its name in its owner's set. */
  public Optional<String> kid() {
    return Optional.ofNullable(jwk.getKeyID());
  }

  /** The RFC 7638 SHA-256 thumbprint, as in {@code cnf.jkt} (RFC 9449 §6.1). */
  public String thumbprint() {
    return PublicJwk.thumbprint(jwk);
  }

  /** Whether it may sign with the algorithm: one of its kind, and the one it names if it does. */
  public boolean allows(String algorithm) {
    boolean named = jwk.getAlgorithm() == null || jwk.getAlgorithm().getName().equals(algorithm);
    boolean ofItsKind =
        switch (algorithm) {
          case "RS256", "PS256" -> jwk instanceof RSAKey;
          case "ES256" -> jwk instanceof ECKey;
          case "EdDSA" -> jwk instanceof OctetKeyPair;
          default -> false;
        };
    return named && ofItsKind;
  }

  boolean verifies(CryptoProviders providers, String algorithm, byte[] input, byte[] signature) {
    if (!allows(algorithm)
        || (!(jwk instanceof RSAKey) && signature.length != SigningAlgorithm.CURVE_SIGNATURE)) {
      return false;
    }
    try {
      Signature verifier = verifier(providers, algorithm);
      verifier.initVerify(PublicJwk.publicKey(jwk));
      verifier.update(input);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | JOSEException malformed) {
      return false;
    }
  }

  private static Signature verifier(CryptoProviders providers, String algorithm)
      throws GeneralSecurityException {
    return switch (algorithm) {
      case "RS256" -> providers.signature("SHA256withRSA");
      case "PS256" -> {
        Signature signature = providers.signature("RSASSA-PSS");
        signature.setParameter(PS256);
        yield signature;
      }
      case "ES256" -> providers.signature("SHA256withECDSAinP1363Format");
      default -> providers.signature("Ed25519");
    };
  }
}
