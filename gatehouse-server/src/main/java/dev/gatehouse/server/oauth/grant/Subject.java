package dev.gatehouse.server.oauth.grant;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whom tokens are about, as the database has it now.
 *
 * @param roles as they were given, whether or not the realm still defines them
 * @param rolesEnd when the first of them ends; no token says them longer
 * @param rs the realm's revocation sequence now: what is revoked later is newer
 * @param sessionExpires when the browser session ends unless its person comes back before
 */
public record Subject(
    PrincipalId principal,
    SessionId session,
    Person person,
    Authentication authentication,
    List<String> roles,
    Optional<Instant> rolesEnd,
    long rs,
    Instant sessionExpires) {

  /** What a person is called and where mail reaches them. */
  public record Person(String name, String email, boolean emailVerified) {}

  /**
   * How and when the person signed in.
   *
   * @param acr what the sign-in amounts to
   * @param amr what was shown (RFC 8176)
   */
  public record Authentication(Instant authTime, String acr, List<String> amr, boolean mfa) {
    public Authentication {
      amr = List.copyOf(amr);
    }
  }

  public Subject {
    roles = List.copyOf(roles);
  }
}
