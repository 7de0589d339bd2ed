package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.server.crypto.AccessTokenVerifier.KeySource;
import dev.gatehouse.server.crypto.TokenVerification.Flaw;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the signature of a token is checked; chosen before the token is parsed. */
sealed interface SignatureCheck {
  /** The one {@code alg} (RFC 8725 §3.1: it is ours to choose). */
  String algorithm();

  /** The members a header has, all others refuse the token. */
  Set<String> headerMembers();

  /** What is wrong, or nothing. */
  Optional<Flaw> flaw(Map<String, Object> header, String signingInput, byte[] signature);

  /** The issuer's own key pairs, by {@code kid}. */
  record KeyPairs(
      CryptoProviders providers, SigningAlgorithm signing, KeySource keys, ProvedSignatures proved)
      implements SignatureCheck {
    private static final Set<String> MEMBERS = Set.of("alg", "typ", "kid");

    @Override
    public String algorithm() {
      return signing.joseName();
    }

    @Override
    public Set<String> headerMembers() {
      return MEMBERS;
    }

    @Override
    public Optional<Flaw> flaw(Map<String, Object> header, String signingInput, byte[] signature) {
      Optional<VerificationKey> key =
          header.get("kid") instanceof String kid
              ? keys.find(kid).filter(found -> found.algorithm() == signing)
              : Optional.empty();
      if (key.isEmpty()) {
        return Optional.of(Flaw.KEY_UNKNOWN);
      }
      boolean signed =
          proved.isProved(
              key.get(),
              signingInput,
              signature,
              () -> isSigned(key.get(), signingInput, signature));
      return signed ? Optional.empty() : Optional.of(Flaw.SIGNATURE);
    }

    private boolean isSigned(VerificationKey key, String signingInput, byte[] signature) {
      if (!signing.allowsSignatureOf(signature.length)) {
        return false;
      }
      try {
        Signature verifier = providers.signature(signing.jcaSignature());
        verifier.initVerify(key.publicKey());
        verifier.update(signingInput.getBytes(US_ASCII));
        return verifier.verify(signature);
      } catch (GeneralSecurityException malformed) {
        // both providers throw for some signatures that can't be: r or s of zero, for one
        return false;
      }
    }
  }

  /** One shared secret; a token names no key. */
  record SharedSecret(CryptoProviders providers, SharedTokenKey key) implements SignatureCheck {
    private static final Set<String> MEMBERS = Set.of("alg", "typ");

    @Override
    public String algorithm() {
      return SharedTokenKey.ALGORITHM;
    }

    @Override
    public Set<String> headerMembers() {
      return MEMBERS;
    }

    @Override
    public Optional<Flaw> flaw(Map<String, Object> header, String signingInput, byte[] signature) {
      return Digests.equal(key.mac(providers, signingInput), signature)
          ? Optional.empty()
          : Optional.of(Flaw.SIGNATURE);
    }
  }
}
