package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Secret;
import java.util.Optional;

/** Where the secrets live that realm files name as <code>${secret:name}</code>. */
@FunctionalInterface
public interface SecretSource {
  /** The secret of that name, or nothing. */
  Optional<Secret> find(String name);

  /** What is kept of a client's secret that was made when its realm was applied. */
  default Optional<SecretDigest> generated(RealmId realm, ClientId client) {
    return Optional.empty();
  }

  /** What to tell an operator who has to add one. */
  default String whereToPut(String name) {
    return "the configured secrets";
  }
}
