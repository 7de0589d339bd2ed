package dev.gatehouse.postgres;

/** The cluster's superuser: for whoever starts and initialises it, never for a server process. */
public record Superuser(String name, String password) {

  static final String NAME = "postgres";

  /** Leaves the password out, so that it doesn't end in a log. */
  @Override
  public String toString() {
    return "Superuser[name=" + name + ", password=[redacted]]";
  }
}
