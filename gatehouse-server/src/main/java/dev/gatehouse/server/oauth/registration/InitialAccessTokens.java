package dev.gatehouse.server.oauth.registration;

import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.Transactions;
import java.time.Duration;
import java.util.UUID;

/** Makes initial access tokens: an operator's permission to register applications. */
public final class InitialAccessTokens {
  private static final int MOST_USES = 1000;
  private static final Duration LONGEST = Duration.ofDays(90);

  private final Transactions transactions;
  private final AuditLog audit;
  private final Csprng random;
  private final InitialAccessStore store = new JdbcInitialAccessStore();

  public InitialAccessTokens(Transactions transactions, AuditLog audit, Csprng random) {
    this.transactions = transactions;
    this.audit = audit;
    this.random = random;
  }

  /**
   * A new token; only its digest is kept.
   *
   * @param uses how many applications it registers, 1 to 1000
   * @param life how long it is good, 90 days at most
   * @param by who asks, for the record
   */
  public Secret issue(RealmId realm, int uses, Duration life, String by) throws Refusal {
    if (uses < 1 || uses > MOST_USES) {
      throw new IllegalArgumentException("a token has 1 to " + MOST_USES + " uses");
    }
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a token lives " + LONGEST.toDays() + " days at most");
    }
    var attempt =
        audit
            .attempt(EventType.INITIAL_ACCESS_ISSUED, Origin.SERVER)
            .detail("uses", uses)
            .detail("seconds", life.toSeconds())
            .detail("by", by);
    return transactions.inRealm(
        realm,
        attempt,
        tx -> {
          UUID id = random.uuidV7(tx.now());
          OpaqueToken token =
              OpaqueToken.generate(
                  OpaqueToken.Kind.INITIAL_ACCESS, realm, TenantId.ownOf(realm), id, random);
          store.insert(tx, id, token.digest(), uses, tx.now().plus(life));
          attempt.on("initial_access_token", id.toString()).succeeded(tx);
          return Secret.of(token.wire());
        });
  }
}
