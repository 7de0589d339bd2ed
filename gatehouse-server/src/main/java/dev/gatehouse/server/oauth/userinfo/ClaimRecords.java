package dev.gatehouse.server.oauth.userinfo;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.audit.GroupCommit;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.bearer.AccessTokens;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Records that claims about a person went out under an access token: the first time each address
 * gets them here, and again after an hour. What lies between would say the same. Refusals are
 * recorded each.
 */
public final class ClaimRecords {
  private static final Duration AGAIN_AFTER = Duration.ofHours(1);
  private static final int MOST = 50_000;

  private final AuditLog audit;
  private final GroupCommit commits;
  private final Cache<Use, Boolean> recorded =
      Caffeine.newBuilder().expireAfterWrite(AGAIN_AFTER).maximumSize(MOST).build();

  public ClaimRecords(AuditLog audit, GroupCommit commits) {
    this.audit = audit;
    this.commits = commits;
  }

  private record Use(UUID token, String address) {}

  /** Claims are about to go out; they don't without the record. */
  public void succeeded(Exchange exchange, AccessTokens.Bearer bearer) {
    Use use = new Use(bearer.id().own(), exchange.origin().address());
    if (recorded.getIfPresent(use) == null) {
      commits.succeeded(exchange.realm(), Optional.of(bearer.tenant()), attempt(exchange, bearer));
      recorded.put(use, true);
    }
  }

  /** They don't go out, for this reason. */
  public void refused(Exchange exchange, AccessTokens.Bearer bearer, Refusal refusal) {
    commits.refused(
        exchange.realm(), Optional.of(bearer.tenant()), attempt(exchange, bearer), refusal);
  }

  private Attempt attempt(Exchange exchange, AccessTokens.Bearer bearer) {
    return audit
        .attempt(EventType.TOKEN_USED, exchange.origin())
        .by(bearer.principal())
        .through(bearer.client())
        .on("token_family", bearer.id().family().toString());
  }
}
