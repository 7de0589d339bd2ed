package dev.gatehouse.server.admin;

import dev.gatehouse.server.admin.DeclaredPlaceStore.Place;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.principal.ServiceAccounts;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.realm.ServiceAccount;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.tenant.TenantSlug;
import dev.gatehouse.server.tenant.TenantStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
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
  private final DeclaredPlaceStore places = new JdbcDeclaredPlaceStore();

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

  /** Brings accounts to what is declared now; a tenant that is not there is tried again later. */
  public synchronized void bringForward() {
    for (Realm realm : catalog.realms()) {
      guarded(realm.id().value(), () -> bringForward(realm));
    }
  }

  @FunctionalInterface
  private interface Act {
    void run() throws Refusal;
  }

  private static void guarded(String what, Act act) {
    try {
      act.run();
    } catch (Refusal refused) {
      LOG.warn("the service accounts of {} are not as declared: {}", what, refused.getMessage());
    }
  }

  private void bringForward(Realm realm) throws Refusal {
    Set<Place> noted = transactions.readRealm(realm.id(), places::all);
    Map<Place, ServiceAccount> declared = new HashMap<>();
    for (ServiceAccount account : realm.serviceAccounts()) {
      tenant(realm.id(), account.tenant())
          .ifPresent(tenant -> declared.put(new Place(tenant, account.client()), account));
    }
    declared.forEach(
        (place, account) -> guarded(account.name(), () -> give(realm.id(), place, account, noted)));
    for (Place place : noted) {
      if (!declared.containsKey(place)) {
        guarded(place.client().value(), () -> takeBack(realm.id(), place));
      }
    }
  }

  // INVARIANT: a place is noted before anything is given there and forgotten after all was taken
  private void give(RealmId realm, Place place, ServiceAccount account, Set<Place> noted)
      throws Refusal {
    if (!noted.contains(place)) {
      change(realm, tx -> places.add(tx, place));
    }
    accounts.ensure(realm, place.tenant(), place.client(), account.name(), account.roles());
  }

  private void takeBack(RealmId realm, Place place) throws Refusal {
    accounts.withdraw(realm, place.tenant(), place.client());
    change(realm, tx -> places.remove(tx, place));
  }

  private void change(RealmId realm, Consumer<RealmTx> change) throws Refusal {
    transactions.inRealm(
        realm,
        Attempted.NOTHING,
        tx -> {
          change.accept(tx);
          return true;
        });
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
