package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises ID tokens that this server signed, however old: as a hint who somebody is, never as
 * proof of a sign-in (OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2). A token of another
 * type or use is none, whoever signed it. Safe for many threads.
 */
public final class IdTokenVerifier {
  private static final int LARGEST = 8 * 1024;
  private static final Set<String> HEADER_MEMBERS = Set.of("alg", "typ", "kid");

  private final CryptoProviders providers;
  private final StrictJson json = new StrictJson();

  public IdTokenVerifier(CryptoProviders providers) {
    this.providers = providers;
  }

  /** The keys for ID tokens that are published, by {@code kid}. */
  @FunctionalInterface
  public interface KeySource {
    /** The key, or nothing when it is not published. */
    Optional<VerificationKey> find(String kid);
  }

  /**
   * The claims of a token of this issuer; nothing for any other.
   *
   * @param issuer the exact {@code iss}
   */
  public Optional<TokenClaims> recognise(String token, String issuer, KeySource keys) {
    String[] parts = token.length() > LARGEST ? new String[0] : token.split("\\.", -1);
    // RFC 7515 §3.1: exactly three parts
    if (parts.length != 3) {
      return Optional.empty();
    }
    String input = token.substring(0, token.lastIndexOf('.'));
    Optional<byte[]> signature = Base64Url.decode(parts[2]);
    return Base64Url.decode(parts[0])
        .flatMap(json::object)
        .flatMap(header -> key(header, keys))
        .filter(key -> signature.filter(bytes -> isSigned(key, input, bytes)).isPresent())
        .flatMap(_ -> Base64Url.decode(parts[1]))
        .flatMap(json::object)
        .map(TokenClaims::new)
        // OpenID Connect Core §2: required, and exact
        .filter(claims -> claims.text("iss").equals(Optional.of(issuer)));
  }

  private static Optional<VerificationKey> key(Map<String, Object> header, KeySource keys) {
    // RFC 8725 §3.11: a logout token is signed with the same key and is no ID token
    if (!HEADER_MEMBERS.containsAll(header.keySet()) || !"JWT".equals(header.get("typ"))) {
      return Optional.empty();
    }
    // RFC 8725 §3.1: the key says which algorithm, the header only repeats it
    return header.get("kid") instanceof String kid
        ? keys.find(kid).filter(key -> key.algorithm().joseName().equals(header.get("alg")))
        : Optional.empty();
  }

  private boolean isSigned(VerificationKey key, String input, byte[] signature) {
    if (!key.algorithm().allowsSignatureOf(signature.length)) {
      return false;
    }
    try {
      Signature verifier = providers.signature(key.algorithm().jcaSignature());
      verifier.initVerify(key.publicKey());
      verifier.update(input.getBytes(US_ASCII));
      return verifier.verify(signature);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }
}
