package dev.gatehouse.server.oauth.bearer;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.bearer.AccessTokens.Bearer;
import dev.gatehouse.server.session.LiveRevocations;
import dev.gatehouse.server.session.RevocationIndex;
import dev.gatehouse.server.session.Revocations.Kind;
import dev.gatehouse.server.session.Revocations.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether what an access token rests on still stands. It needs no look at person, session or grant:
 * whatever takes one of them away takes a number of the realm's revocation sequence with it, and no
 * token is issued for longer than its session and its grant can last.
 */
public final class LiveTokens {
  private final LiveRevocations revocations;

  public LiveTokens(LiveRevocations revocations) {
    this.revocations = revocations;
  }

  /** Whether nothing that the token rests on was revoked since it was issued, until now. */
  public boolean isAlive(RealmId realm, Bearer bearer) {
    return isAlive(revocations.now(realm), realm, bearer);
  }

  /**
   * Refuses a token where anything that it rests on was revoked since it was issued.
   *
   * @return the revocations it was held against
   */
  public RevocationIndex require(RealmId realm, Bearer bearer) throws Refusal {
    RevocationIndex now = revocations.now(realm);
    if (!isAlive(now, realm, bearer)) {
      throw Refusal.of(Reason.ACCESS_TOKEN_REVOKED);
    }
    return now;
  }

  private static boolean isAlive(RevocationIndex now, RealmId realm, Bearer bearer) {
    return !now.isRevoked(bearer.rs(), restsOn(realm, bearer));
  }

  private static List<Subject> restsOn(RealmId realm, Bearer bearer) {
    List<Subject> subjects = new ArrayList<>(7);
    subjects.add(Subject.of(realm));
    subjects.add(Subject.of(bearer.client()));
    subjects.add(Subject.of(bearer.tenant()));
    subjects.add(Subject.of(bearer.principal()));
    subjects.add(Subject.ofRoles(bearer.principal()));
    subjects.add(Subject.ofFamily(bearer.id().family()));
    bearer
        .claims()
        .text("sid")
        .ifPresent(session -> subjects.add(new Subject(Kind.SESSION, session)));
    return subjects;
  }
}
