package dev.gatehouse.server.tenant;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.TenantTx;
import java.util.Map;
import java.util.Optional;

/** The tenants of a realm. */
public interface TenantStore {
  /** The tenants in the database. */
  static TenantStore ofDatabase(Csprng random) {
    return new JdbcTenantStore(random);
  }

  /**
   * Opens the transaction's tenant, as an effect. A slug that is taken gets a number.
   *
   * @return the slug it got
   */
  TenantSlug create(TenantTx tx, String name);

  /** The transaction's tenant. */
  Optional<Tenant> find(TenantTx tx);

  /**
   * The same, held against others who hold it until the transaction ends: acts on its members are
   * one after the other. Whoever only points to it waits for nobody.
   */
  Optional<Tenant> hold(TenantTx tx);

  /** The tenant of that slug. */
  Optional<TenantId> bySlug(RealmTx tx, TenantSlug slug);

  /** Every slug of the realm and the tenant it leads to, in the order of the slugs. */
  Map<TenantSlug, TenantId> slugs(RealmTx tx);
}
