package dev.gatehouse.server.admin;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.principal.ServiceAccounts;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.realm.ServiceAccount;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.tenant.TenantSlug;
import dev.gatehouse.server.tenant.TenantStore;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives clients the service accounts that applied realms declare, also in tenants that are opened
 * later, and takes their roles when a realm declares them no more.
 */
public final class DeclaredAccounts {
  private static final Logger LOG = LoggerFactory.getLogger(DeclaredAccounts.class);

  private final RealmCatalog catalog;
  private final Transactions transactions;
  private final TenantStore tenants;
  private final ServiceAccounts accounts;
  private final Revocations revocations = new Revocations();
  private Set<Place> given = Set.of();

  public DeclaredAccounts(
      RealmCatalog catalog,
      Transactions transactions,
      TenantStore tenants,
      ServiceAccounts accounts) {
    this.catalog = catalog;
    this.transactions = transactions;
    this.tenants = tenants;
    this.accounts = accounts;
  }

  /** Where a client is somebody. */
  private record Place(RealmId realm, TenantId tenant, ClientId client, String name) {}

  /** Brings accounts to what is declared now; a tenant that is not there is tried again later. */
  public synchronized void bringForward() {
    Set<Place> declared = new HashSet<>();
    for (Realm realm : catalog.realms()) {
      for (ServiceAccount account : realm.serviceAccounts()) {
        guarded(account.name(), () -> ensure(realm.id(), account, declared));
      }
    }
    for (Place place : given) {
      if (!declared.contains(place)) {
        guarded(place.name(), () -> ensure(place, Set.of()));
      }
    }
    given = declared;
  }

  @FunctionalInterface
  private interface Act {
    void run() throws Refusal;
  }

  private static void guarded(String account, Act act) {
    try {
      act.run();
    } catch (Refusal refused) {
      LOG.warn("the service account {} is not as declared: {}", account, refused.getMessage());
    }
  }

  private void ensure(RealmId realm, ServiceAccount account, Set<Place> declared) throws Refusal {
    Optional<TenantId> tenant = tenant(realm, account.tenant());
    if (tenant.isPresent()) {
      Place place = new Place(realm, tenant.get(), account.client(), account.name());
      ensure(place, account.roles());
      declared.add(place);
    }
  }

  private void ensure(Place place, Set<String> roles) throws Refusal {
    Optional<PrincipalId> changed =
        accounts.ensure(place.realm(), place.tenant(), place.client(), place.name(), roles);
    if (changed.isPresent()) {
      // its tokens claim the roles it had
      transactions.inTenant(
          place.realm(),
          place.tenant(),
          Attempted.NOTHING,
          tx -> revocations.revoke(tx, Revocations.Kind.PRINCIPAL, changed.get().toString()));
    }
  }

  private Optional<TenantId> tenant(RealmId realm, String named) throws Refusal {
    Set<TenantId> known =
        new HashSet<>(transactions.readRealm(realm, tx -> tenants.slugs(tx).values()));
    try {
      return Optional.of(new TenantId(UUID.fromString(named))).filter(known::contains);
    } catch (IllegalArgumentException slug) {
      Optional<TenantSlug> parsed = TenantSlug.parse(named);
      return parsed.isEmpty()
          ? Optional.empty()
          : transactions.readRealm(realm, tx -> tenants.bySlug(tx, parsed.get()));
    }
  }
}
