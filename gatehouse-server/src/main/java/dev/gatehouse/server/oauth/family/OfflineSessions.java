package dev.gatehouse.server.oauth.family;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.storage.TenantTx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The access a person gave to clients for while they are away (OpenID Connect Core §11). */
public final class OfflineSessions {
  private static final String ENDED = "ended_by_person";

  private final FamilyStore families;
  private final Revocations revocations;

  /** Those in the database. */
  public static OfflineSessions ofDatabase(Revocations revocations) {
    return new OfflineSessions(FamilyStore.ofDatabase(), revocations);
  }

  public OfflineSessions(FamilyStore families, Revocations revocations) {
    this.families = families;
    this.revocations = revocations;
  }

  /**
   * One of them.
   *
   * @param scopes what it was allowed
   * @param lastUsedAt when it last refreshed; empty if it never did
   * @param userAgent of the browser the person gave it in
   */
  public record Entry(
      UUID id,
      ClientId client,
      List<String> scopes,
      Instant grantedAt,
      Optional<Instant> lastUsedAt,
      String userAgent) {
    public Entry {
      scopes = List.copyOf(scopes);
    }
  }

  /** Those of a person that are alive, newest first. */
  public List<Entry> list(TenantTx tx, PrincipalId principal) {
    return families.offline(tx, principal).stream()
        .map(it ->
            new Entry(
                it.family(),
                it.client(),
                it.scopes().names(),
                it.since(),
                it.lastUsed(),
                it.userAgent()))
        .toList();
  }

  /**
   * Ends one, its access tokens too.
   *
   * @return which client had it; empty when the person has no such one
   */
  public Optional<ClientId> end(TenantTx tx, PrincipalId principal, UUID id) {
    Optional<ClientId> client = families.endOffline(tx, principal, id, ENDED);
    if (client.isPresent()) {
      revocations.revoke(tx, Revocations.Kind.FAMILY, id.toString());
    }
    return client;
  }
}
