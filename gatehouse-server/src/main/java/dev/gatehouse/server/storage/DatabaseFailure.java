package dev.gatehouse.server.storage;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** What a failure says of the database, read from its SQLSTATE (PostgreSQL, appendix A). */
enum DatabaseFailure {
  /**
   * Connection lost or not had in time, shutdown, cancelled for time, out of resources, disk
   * broken.
   */
  UNAVAILABLE,
  /** Transactions wanted the same rows in different order, and this one was given up. */
  CONTENTION,
  /** A bug, here or in the statement. */
  OTHER;

  static DatabaseFailure of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return UNAVAILABLE;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return ofState(sql.getSQLState());
      }
    }
    return OTHER;
  }

  private static DatabaseFailure ofState(String state) {
    return switch (state) {
      case "40001", "40P01" -> CONTENTION;
      // not writable (a standby), lock not available, idle or transaction timeout
      case "25006", "55P03", "25P03", "25P04" -> UNAVAILABLE;
      default ->
          state.startsWith("08")
                  || state.startsWith("53")
                  || state.startsWith("57")
                  || state.startsWith("58")
              ? UNAVAILABLE
              : OTHER;
    };
  }
}
