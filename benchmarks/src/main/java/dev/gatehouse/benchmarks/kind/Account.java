package dev.gatehouse.benchmarks.kind;

/** What a person types to sign in. */
public record Account(String email, String password) {
  /** Leaves the password out. */
  @Override
  public String toString() {
    return email;
  }
}
