package dev.gatehouse.server.storage;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads the catalogue and says what would let one tenant see another's rows: everything in it that
 * the reviewed list does not have, and everything of the list that is missing. The server refuses
 * to start while there is anything to say.
 */
public final class TenantGuard {
  private final Jdbi database;

  /**
   * @param database connections of the runtime role
   */
  public TenantGuard(Jdbi database) {
    this.database = database;
  }

  /** Every breach found, a line each; empty when the walls stand. */
  public List<String> breaches() {
    return database.inTransaction(TenantGuard::breaches);
  }

  /** As the runtime role of the handle, with the schema as its search path. */
  static List<String> breaches(Handle handle) {
    Set<String> found = Catalogue.facts(handle);
    Set<String> reviewed = ReviewedSchema.facts();
    return Stream.concat(
            difference(found, reviewed).stream().map(fact -> "not reviewed: " + fact),
            difference(reviewed, found).stream().map(fact -> "missing: " + fact))
        .toList();
  }

  private static Set<String> difference(Set<String> of, Set<String> without) {
    Set<String> rest = new TreeSet<>(of);
    rest.removeAll(without);
    return rest;
  }
}
