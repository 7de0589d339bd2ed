package dev.gatehouse.server.tenant;

import dev.gatehouse.server.storage.TenantTx;
import java.util.List;
import java.util.Optional;

/** The roles that a tenant defines for itself. */
public interface TenantRoleStore {
  /** Those in the database. */
  static TenantRoleStore ofDatabase() {
    return new JdbcTenantRoleStore();
  }

  /** All of the tenant, by name. */
  List<TenantRole> all(TenantTx tx);

  /** The one of that name. */
  Optional<TenantRole> find(TenantTx tx, String name);

  /** Keeps a new one, as an effect; false where the name is taken. */
  boolean create(TenantTx tx, TenantRole role);

  /** Puts it in place of the one with its name, as an effect; false where there is none. */
  boolean replace(TenantTx tx, TenantRole role);

  /** Takes it away, as an effect; false where there is none. */
  boolean remove(TenantTx tx, String name);
}
