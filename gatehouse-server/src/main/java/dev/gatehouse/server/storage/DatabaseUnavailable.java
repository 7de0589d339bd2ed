package dev.gatehouse.server.storage;

/** The database can't be reached or can't answer in time; answered 503, never as a refusal. */
public final class DatabaseUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseUnavailable(Throwable cause) {
    super("the database is unavailable", cause);
  }
}
