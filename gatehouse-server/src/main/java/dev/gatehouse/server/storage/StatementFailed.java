package dev.gatehouse.server.storage;

import java.sql.SQLException;

/** The database refused a statement; the cause has its SQLSTATE. */
final class StatementFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StatementFailed(String statement, SQLException cause) {
    super("failed: " + statement, cause);
  }
}
