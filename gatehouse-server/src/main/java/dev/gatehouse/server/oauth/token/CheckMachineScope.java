package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.grant.Scopes;
import java.util.Set;

/**
 * What a client that acts for itself is granted (RFC 6749 §3.3): what it asks for of what it
 * registered, or all of that; never a scope that is about a person.
 */
final class CheckMachineScope {
  private static final Set<String> OF_PEOPLE =
      Set.of(Scopes.OPENID, Scopes.PROFILE, Scopes.EMAIL, Scopes.OFFLINE_ACCESS);

  private CheckMachineScope() {}

  static Scopes granted(AuthenticatedClient client, Scopes asked) throws Refusal {
    Set<String> registered = client.client().scopes();
    for (String name : asked.names()) {
      if (!registered.contains(name) || OF_PEOPLE.contains(name)) {
        throw Refusal.of(Reason.SCOPE_UNKNOWN, name);
      }
    }
    return asked.isEmpty()
        ? Scopes.of(registered.stream().filter(name -> !OF_PEOPLE.contains(name)).sorted().toList())
        : asked;
  }
}
