package dev.gatehouse.server.storage;

/**
 * A transaction in one tenant: the type is the proof that row-level security shows this tenant
 * alone. Only {@link Transactions} makes one.
 */
public final class TenantTx extends Tx {
  TenantTx(Statements statements) {
    super(statements);
  }
}
