package dev.gatehouse.server.realm;

/**
 * A realm file that can't be used: where, what is wrong and what is allowed. It stops the start.
 */
public final class RealmFileError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RealmFileError(String file, int line, String problem) {
    super(file + ":" + line + ": " + problem);
  }

  /** An error of a file as a whole. */
  public RealmFileError(String file, String problem) {
    super(file + ": " + problem);
  }
}
