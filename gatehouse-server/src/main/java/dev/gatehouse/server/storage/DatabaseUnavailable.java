package dev.gatehouse.server.storage;

/**
 * The database can't be reached, can't answer in time, or gave up a transaction twice for others;
 * answered 503, never as a refusal.
 */
public final class DatabaseUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseUnavailable(Throwable cause) {
    super("the database is unavailable", cause);
  }
}
