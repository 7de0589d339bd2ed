package dev.gatehouse.server.oauth;

import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.util.List;

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
    List<String> own = by.realm().tokens().audiences();
    List<String> all =
        granted.audiences().isEmpty()
            ? own
            : granted.audiences().stream()
                .filter(audience -> own.contains(audience) || isOf(by, audience))
                .toList();
    boolean noneIsLeft = all.isEmpty() && !granted.audiences().isEmpty();
    if (noneIsLeft || !all.containsAll(asked)) {
      throw Refusal.of(Reason.RESOURCE_NOT_GRANTED);
    }
    return asked.isEmpty() ? all : asked.stream().distinct().toList();
  }

  private static boolean isOf(AuthenticatedClient by, String audience) {
    return by.realm()
        .api(audience)
        .filter(api -> by.client().apis().contains(api.name()))
        .isPresent();
  }
}
