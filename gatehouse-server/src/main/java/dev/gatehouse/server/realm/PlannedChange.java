package dev.gatehouse.server.realm;

import java.util.Optional;

/**
 * One difference between what is applied and what shall be.
 *
 * @param path where in the file, such as {@code clients.web.refresh_grace}
 * @param before as it is applied; absent for what is new
 * @param after as it shall be; absent for what goes
 */
public record PlannedChange(String path, Optional<String> before, Optional<String> after) {
  /** What becomes of it. */
  public enum Kind {
    ADD,
    CHANGE,
    REMOVE
  }

  /** What becomes of it. */
  public Kind kind() {
    if (before.isEmpty()) {
      return Kind.ADD;
    }
    return after.isEmpty() ? Kind.REMOVE : Kind.CHANGE;
  }

  /** One line: {@code + path: new}, {@code ~ path: old -> new} or {@code - path: old}. */
  public String line() {
    return switch (kind()) {
      case ADD -> "+ " + path + ": " + after.orElseThrow();
      case CHANGE -> "~ " + path + ": " + before.orElseThrow() + " -> " + after.orElseThrow();
      case REMOVE -> "- " + path + ": " + before.orElseThrow();
    };
  }
}
