package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.Secret;
import java.util.Optional;

/** Where the secrets live that realm files name as <code>${secret:name}</code>. */
@FunctionalInterface
public interface SecretSource {
  /** The secret of that name, or nothing. */
  Optional<Secret> find(String name);

  /** What to tell an operator who has to add one. */
  default String whereToPut(String name) {
    return "the configured secrets";
  }
}
