package dev.gatehouse.server.principal;

import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Gives clients their places in tenants, as a realm's file declares them. */
public final class ServiceAccounts {
  private final Transactions transactions;
  private final AuditLog audit;
  private final ServiceAccountStore store;
  private final Csprng random;

  public ServiceAccounts(
      Transactions transactions, AuditLog audit, ServiceAccountStore store, Csprng random) {
    this.transactions = transactions;
    this.audit = audit;
    this.store = store;
    this.random = random;
  }

  /**
   * Makes the account, or gives the one that is there exactly these roles.
   *
   * @param name for people who read the records
   * @return the account that was there and has other roles now: its tokens still claim the old ones
   * @throws Refusal when the tenant is none of this realm
   */
  public Optional<PrincipalId> ensure(
      RealmId realm, TenantId tenant, ClientId client, String name, Collection<String> roles)
      throws Refusal {
    List<String> sorted = roles.stream().distinct().sorted().toList();
    Optional<ServiceAccount> known =
        transactions.readTenant(realm, tenant, tx -> store.find(tx, client));
    if (known.isPresent() && known.get().roles().equals(sorted)) {
      return Optional.empty();
    }
    var attempt =
        audit
            .attempt(
                known.isPresent()
                    ? EventType.SERVICE_ACCOUNT_CHANGED
                    : EventType.SERVICE_ACCOUNT_CREATED,
                Origin.SERVER)
            .through(client)
            .detail("roles", String.join(" ", sorted));
    PrincipalId account =
        transactions.inTenant(
            realm,
            tenant,
            attempt,
            tx -> {
              PrincipalId id = put(tx, client, name, sorted);
              attempt.on("principal", id.toString()).succeeded(tx);
              return id;
            });
    return known.isPresent() ? Optional.of(account) : Optional.empty();
  }

  private PrincipalId put(TenantTx tx, ClientId client, String name, List<String> roles)
      throws Refusal {
    Optional<ServiceAccount> known = store.find(tx, client);
    if (known.isPresent()) {
      store.setRoles(tx, known.get().id(), roles);
      return known.get().id();
    }
    PrincipalId id = new PrincipalId(random.uuidV7(tx.now()));
    if (!store.create(tx, id, client, name, roles)) {
      throw Refusal.of(Reason.CHANGED_MEANWHILE);
    }
    return id;
  }
}
