package dev.gatehouse.server.oauth;

import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.realm.Client;
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
  private final ClientRegistry clients;

  public OfflineSessions(Revocations revocations, ClientRegistry clients) {
    this(new JdbcFamilyStore(), revocations, clients);
  }

  OfflineSessions(FamilyStore families, Revocations revocations, ClientRegistry clients) {
    this.families = families;
    this.revocations = revocations;
    this.clients = clients;
  }

  /**
   * One of them.
   *
   * @param application the client's name, its id where the realm no longer has it
   * @param lastUsedAt when it last refreshed; empty if it never did
   */
  public record Entry(
      UUID id, String application, Instant grantedAt, Optional<Instant> lastUsedAt) {}

  /** Those of a person that are alive, newest first. */
  public List<Entry> list(TenantTx tx, PrincipalId principal) {
    return families.offline(tx, principal).stream()
        .map(it -> new Entry(it.family(), name(tx, it.client()), it.since(), it.lastUsed()))
        .toList();
  }

  private String name(TenantTx tx, ClientId client) {
    return clients.find(tx, client.value()).map(Client::name).orElse(client.value());
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
