package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * A transaction on what belongs to a realm and to none of its customers: keys, the login index,
 * journeys. Its tenant is the realm's own, so that records can be appended. Only {@link
 * Transactions} makes one.
 */
public final class RealmTx implements Tx {
  private final RealmId realm;
  private final TenantId tenant;
  private final Statements statements;

  RealmTx(RealmId realm, TenantId tenant, Statements statements) {
    this.realm = realm;
    this.tenant = tenant;
    this.statements = statements;
  }

  @Override
  public RealmId realm() {
    return realm;
  }

  @Override
  public TenantId tenant() {
    return tenant;
  }

  @Override
  public Instant now() {
    return statements.now();
  }

  @Override
  public Handle read() {
    return statements.read();
  }

  @Override
  public Handle lasting() {
    return statements.lasting();
  }

  @Override
  public Handle effect() {
    return statements.effect();
  }

  @Override
  public Handle record() {
    return statements.read();
  }

  @Override
  public void undoEffects() {
    statements.undoEffects();
  }
}
