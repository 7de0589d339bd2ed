package dev.gatehouse.server.oauth.grant;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Api;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import java.util.List;
import java.util.Optional;

/**
 * For which APIs an access token is (RFC 8707 §2): the resources asked for, each one that the
 * client registered for; or those whose scopes it has; or else what the realm says.
 */
public final class Audiences {
  private Audiences() {}

  /**
   * The {@code aud} of a token: the resources asked for, each one that the client registered for
   * (RFC 8707 §2), or those its scopes imply.
   *
   * @param resources as they stood in the request
   * @throws Refusal {@code invalid_target} for a resource that is not the client's
   */
  public static List<String> of(Realm realm, Client client, List<String> resources, Scopes scopes)
      throws Refusal {
    for (String resource : resources) {
      if (api(realm, resource).filter(api -> client.apis().contains(api.name())).isEmpty()) {
        throw Refusal.of(Reason.RESOURCE_UNKNOWN);
      }
    }
    if (!resources.isEmpty()) {
      return resources.stream().distinct().toList();
    }
    List<String> implied =
        realm.apis().stream()
            .filter(api -> client.apis().contains(api.name()))
            .filter(api -> scopes.names().stream().anyMatch(name -> api.scope(name).isPresent()))
            .map(Api::audience)
            .toList();
    return implied.isEmpty() ? realm.tokens().audiences() : implied;
  }

  private static Optional<Api> api(Realm realm, String audience) {
    return realm.apis().stream().filter(api -> api.audience().equals(audience)).findFirst();
  }
}
