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
  private final TokenRevocation tokens;

  public ServiceAccounts(
      Transactions transactions,
      AuditLog audit,
      ServiceAccountStore store,
      Csprng random,
      TokenRevocation tokens) {
    this.transactions = transactions;
    this.audit = audit;
    this.store = store;
    this.random = random;
    this.tokens = tokens;
  }

  /** Ends the tokens of an account whose roles change, as an effect: they claim what it had. */
  @FunctionalInterface
  public interface TokenRevocation {
    void ofPrincipal(TenantTx tx, PrincipalId account);
  }

  /**
   * Makes the account, or gives the one that is there exactly these roles and ends its tokens.
   *
   * @param name for people who read the records
   * @throws Refusal when the tenant is none of this realm
   */
  public void ensure(
      RealmId realm, TenantId tenant, ClientId client, String name, Collection<String> roles)
      throws Refusal {
    List<String> sorted = roles.stream().distinct().sorted().toList();
    Optional<ServiceAccount> known =
        transactions.readTenant(realm, tenant, tx -> store.find(tx, client));
    if (known.isPresent() && known.get().roles().equals(sorted)) {
      return;
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
    transactions.inTenant(
        realm,
        tenant,
        attempt,
        tx -> {
          PrincipalId id = put(tx, client, name, sorted);
          attempt.on("principal", id.toString()).succeeded(tx);
          return id;
        });
  }

  /** Takes every role from the client's account and ends its tokens, if it has one. */
  public void withdraw(RealmId realm, TenantId tenant, ClientId client) throws Refusal {
    if (transactions.readTenant(realm, tenant, tx -> store.find(tx, client)).isPresent()) {
      ensure(realm, tenant, client, client.value(), List.of());
    }
  }

  private PrincipalId put(TenantTx tx, ClientId client, String name, List<String> roles)
      throws Refusal {
    Optional<ServiceAccount> known = store.find(tx, client);
    if (known.isPresent()) {
      if (store.setRoles(tx, known.get().id(), roles)) {
        tokens.ofPrincipal(tx, known.get().id());
      }
      return known.get().id();
    }
    PrincipalId id = new PrincipalId(random.uuidV7(tx.now()));
    if (!store.create(tx, id, client, name, roles)) {
      throw Refusal.of(Reason.CHANGED_MEANWHILE);
    }
    return id;
  }
}
