package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import java.util.Set;

/**
 * A principal of one tenant that no person is: a client acts as it with its own credentials (RFC
 * 6749 §4.4).
 *
 * @param name what the realm file calls it
 * @param description for people who read the records
 * @param client the client that acts as it
 * @param tenant slug or id of its tenant
 * @param roles what it may do there
 */
public record ServiceAccount(
    String name, String description, ClientId client, String tenant, Set<String> roles) {
  public ServiceAccount {
    roles = Set.copyOf(roles);
  }
}
