package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.grant.Confinement;
import dev.gatehouse.server.realm.Api;
import java.util.List;
import java.util.stream.Stream;

/** A resource asked for at the token endpoint is one of those granted (RFC 8707 §2.2). */
final class CheckGrantedResource {
  private CheckGrantedResource() {}

  /**
   * The audiences of the token: those asked for, or all that were granted, as far as they are still
   * there and the client's.
   *
   * @param granted those of the grant; none means the realm's own
   */
  static List<String> audiences(AuthenticatedClient by, Confinement granted, List<String> asked)
      throws Refusal {
    List<String> all =
        granted.audiences().isEmpty()
            ? by.realm().tokens().audiences()
            : granted.audiences().stream().filter(reachable(by)::contains).toList();
    boolean noneIsLeft = all.isEmpty() && !granted.audiences().isEmpty();
    if (noneIsLeft || !all.containsAll(asked)) {
      throw Refusal.of(Reason.RESOURCE_NOT_GRANTED);
    }
    return asked.isEmpty() ? all : asked.stream().distinct().toList();
  }

  /** Every audience that a grant of the client's may be for: the realm's own and its APIs. */
  static List<String> reachable(AuthenticatedClient by) {
    return Stream.concat(
            by.realm().tokens().audiences().stream(),
            by.realm().apis().stream()
                .filter(api -> by.client().apis().contains(api.name()))
                .map(Api::audience))
        .distinct()
        .toList();
  }
}
