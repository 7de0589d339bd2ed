package dev.gatehouse.server.storage;

/**
 * A transaction on what belongs to a realm and to none of its customers: keys, the login index,
 * journeys. Its tenant is the realm's own, so that records can be appended. Only {@link
 * Transactions} makes one.
 */
public final class RealmTx extends Tx {
  RealmTx(Statements statements) {
    super(statements);
  }
}
