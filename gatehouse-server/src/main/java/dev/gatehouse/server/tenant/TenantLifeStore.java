package dev.gatehouse.server.tenant;

import dev.gatehouse.server.storage.TenantTx;
import java.time.Instant;
import java.util.Optional;

/** How tenants are suspended and end. */
public interface TenantLifeStore {
  /** Those in the database. */
  static TenantLifeStore ofDatabase() {
    return new JdbcTenantLifeStore();
  }

  /** Where the transaction's tenant stands. */
  Optional<TenantLife> find(TenantTx tx);

  /** The transaction's tenant, held until it ends; none where there is no such tenant here. */
  Optional<TenantLife> hold(TenantTx tx);

  /** Says how it is, as an effect; before it is erased. */
  void set(TenantTx tx, TenantStatus status, Optional<Instant> eraseAfter);

  /**
   * Forgets what it is called and frees its slug, as an effect: from now on the worker may delete
   * its rows.
   */
  void beginErasure(TenantTx tx, byte[] nameDigest, byte[] slugDigest);

  /** Nothing of it is left, as an effect. */
  void endErasure(TenantTx tx);
}
