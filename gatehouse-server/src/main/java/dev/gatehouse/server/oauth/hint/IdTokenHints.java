package dev.gatehouse.server.oauth.hint;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.IdTokenVerifier;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.TokenClaims;
import dev.gatehouse.server.http.Site;
import java.util.Optional;

/** Reads ID tokens that come back as hints. */
public final class IdTokenHints {
  private final IdTokenVerifier verifier;
  private final KeyRing keys;

  public IdTokenHints(CryptoProviders providers, KeyRing keys) {
    this.verifier = new IdTokenVerifier(providers);
    this.keys = keys;
  }

  /**
   * Whom an ID token was about.
   *
   * @param client the one it was issued to
   * @param subject its {@code sub}
   * @param session its {@code sid}
   */
  public record Hint(String client, String subject, String session) {}

  /**
   * What the token says; nothing when it is not an ID token of this realm. Its age is no matter.
   */
  public Optional<Hint> read(Site site, String token) {
    return verifier
        .recognise(token, site.issuer(), kid -> keys.find(site.realm(), KeyUse.ID_TOKEN, kid))
        .flatMap(IdTokenHints::hint);
  }

  /** Absent is not valid: each claim must be there. Ours name one client, as text. */
  private static Optional<Hint> hint(TokenClaims claims) {
    Optional<String> client = claims.text("aud");
    Optional<String> subject = claims.text("sub");
    Optional<String> session = claims.text("sid");
    return client.isPresent() && subject.isPresent() && session.isPresent()
        ? Optional.of(new Hint(client.get(), subject.get(), session.get()))
        : Optional.empty();
  }
}
