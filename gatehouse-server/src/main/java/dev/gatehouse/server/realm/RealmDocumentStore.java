package dev.gatehouse.server.realm;

import dev.gatehouse.server.storage.RealmTx;
import java.util.List;

/**
 * Every realm file that was ever applied. They belong to the operators' realm: the transaction is
 * always its own.
 */
public interface RealmDocumentStore {
  /** The store in the database. */
  static RealmDocumentStore ofDatabase() {
    return new JdbcRealmDocumentStore();
  }

  /** The number of the last apply, 0 before the first. */
  long newest(RealmTx tx);

  /** The last document of each realm, removals among them, in the order of their names. */
  List<RealmDocument> current(RealmTx tx);

  /**
   * Appends one.
   *
   * @param by who applied it
   * @return false when somebody else took this version meanwhile
   */
  boolean append(RealmTx tx, RealmDocument document, String by);
}
