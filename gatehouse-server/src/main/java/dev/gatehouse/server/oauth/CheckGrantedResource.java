package dev.gatehouse.server.oauth;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Realm;
import java.util.List;

/** A resource asked for at the token endpoint is one of those granted (RFC 8707 §2.2). */
final class CheckGrantedResource {
  private CheckGrantedResource() {}

  /**
   * The audiences of the token: those asked for, or all that were granted.
   *
   * @param granted those of the grant; none means the realm's own
   */
  static List<String> audiences(Realm realm, Confinement granted, List<String> asked)
      throws Refusal {
    List<String> all =
        granted.audiences().isEmpty() ? realm.tokens().audiences() : granted.audiences();
    if (!all.containsAll(asked)) {
      throw Refusal.of(Reason.RESOURCE_NOT_GRANTED);
    }
    return asked.isEmpty() ? all : asked.stream().distinct().toList();
  }
}
