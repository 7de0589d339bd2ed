package dev.gatehouse.server.oauth.userinfo;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.bearer.AccessTokens;
import dev.gatehouse.server.oauth.family.StandingStore;
import dev.gatehouse.server.session.RevocationIndex;
import dev.gatehouse.server.session.Revocations.Subject;
import dev.gatehouse.server.storage.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Who stands behind access tokens. What was read once holds until the person is revoked, which
 * comes with every change of their address, and for a minute at most.
 */
public final class KnownPeople {
  private static final Duration AT_MOST = Duration.ofMinutes(1);
  private static final int MOST = 50_000;

  private final Transactions transactions;
  private final StandingStore standings;
  private final Cache<UUID, Known> known =
      Caffeine.newBuilder().expireAfterWrite(AT_MOST).maximumSize(MOST).build();

  public KnownPeople(Transactions transactions, StandingStore standings) {
    this.transactions = transactions;
    this.standings = standings;
  }

  /**
   * What was read.
   *
   * @param rs the realm's number before it was read: what changed since has a higher one
   */
  private record Known(StandingStore.Behind behind, long rs) {}

  /**
   * Who stands behind a token that is alive.
   *
   * @param now the revocations it was held against
   */
  StandingStore.Behind behind(RealmId realm, AccessTokens.Bearer bearer, RevocationIndex now)
      throws Refusal {
    Known before = known.getIfPresent(bearer.id().own());
    if (before != null && !now.isRevoked(before.rs(), List.of(Subject.of(bearer.principal())))) {
      return before.behind();
    }
    var presented = StandingStore.Presented.of(bearer);
    StandingStore.Behind behind =
        transactions
            .readOnce(realm, bearer.tenant(), tx -> standings.behind(tx, presented))
            .orElseThrow(() -> Refusal.of(Reason.ACCESS_TOKEN_REVOKED));
    known.put(bearer.id().own(), new Known(behind, now.latest()));
    return behind;
  }
}
