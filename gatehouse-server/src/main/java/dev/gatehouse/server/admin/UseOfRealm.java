package dev.gatehouse.server.admin;

import dev.gatehouse.server.admin.ApplyPlan.InUse;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmPlan;
import dev.gatehouse.server.realm.Role;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.tenant.TenantStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Finds what would go with a change of a realm file and is used: tenant by tenant, none skipped.
 */
final class UseOfRealm {
  private final Transactions transactions;
  private final TenantStore tenants;
  private final UseStore store;

  UseOfRealm(Transactions transactions, TenantStore tenants, UseStore store) {
    this.transactions = transactions;
    this.tenants = tenants;
    this.store = store;
  }

  /**
   * What is used of that which the second text has no more.
   *
   * @param applied the realm as it is
   */
  List<InUse> removedAndUsed(Realm applied, String before, String after) throws Refusal {
    List<InUse> used = new ArrayList<>();
    RealmId realm = applied.id();
    for (String role : RealmPlan.removed("roles", before, after)) {
      long holders = count(realm, tx -> store.holders(tx, role));
      if (holders > 0) {
        used.add(new InUse(realm + ".roles." + role, "is held by " + counted(holders)));
      }
    }
    for (String permission : RealmPlan.removed("permissions", before, after)) {
      long holders = holdersOf(applied, permission);
      if (holders > 0) {
        used.add(new InUse(realm + ".permissions." + permission, "is held by " + counted(holders)));
      }
    }
    for (String client : RealmPlan.removed("clients", before, after)) {
      long uses = count(realm, tx -> store.uses(tx, new ClientId(client)));
      if (uses > 0) {
        used.add(
            new InUse(realm + ".clients." + client, "has " + uses + " live grants or consents"));
      }
    }
    return used;
  }

  private long holdersOf(Realm applied, String permission) throws Refusal {
    long holders = 0;
    for (Role role : applied.roles()) {
      if (role.permissions().contains(permission)) {
        holders += count(applied.id(), tx -> store.holders(tx, role.name()));
      }
    }
    return holders;
  }

  private static String counted(long holders) {
    return holders == 1 ? "one principal" : holders + " principals";
  }

  private long count(RealmId realm, ToLongFunction<TenantTx> counter) throws Refusal {
    Set<TenantId> all =
        new HashSet<>(transactions.readRealm(realm, tx -> tenants.slugs(tx).values()));
    all.add(TenantId.ownOf(realm));
    long sum = 0;
    for (TenantId tenant : all) {
      sum += transactions.readTenant(realm, tenant, tx -> counter.applyAsLong(tx));
    }
    return sum;
  }
}
