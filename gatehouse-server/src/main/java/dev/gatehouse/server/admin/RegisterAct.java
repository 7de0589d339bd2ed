package dev.gatehouse.server.admin;

import dev.gatehouse.server.http.AdminSocket.Result;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.oauth.registration.InitialAccessTokens;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.realm.RegistrationPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code POST /register/token}: an initial access token, which is said this once. */
public final class RegisterAct {
  private final RealmCatalog realms;
  private final InitialAccessTokens tokens;

  public RegisterAct(RealmCatalog realms, InitialAccessTokens tokens) {
    this.realms = realms;
    this.tokens = tokens;
  }

  /** Makes one, where the realm lets applications register. */
  public Result token(String body) {
    return Answers.to(
        body,
        request -> {
          RealmId realm = realm(request);
          int uses = request.path("uses").asInt(0);
          Duration life = Duration.ofSeconds(request.path("seconds").asLong(0));
          Secret token = tokens.issue(realm, uses, life, Answers.by(request));
          return Answers.ok(Map.of("token", token.reveal()));
        });
  }

  private RealmId realm(JsonNode request) {
    String name = request.path("realm").asString("");
    Optional<Realm> realm =
        RealmId.isWellFormed(name) ? realms.find(new RealmId(name)) : Optional.empty();
    if (realm.isEmpty()) {
      throw new IllegalArgumentException("there is no realm \"" + name + "\"");
    }
    if (realm.get().registration().mode() == RegistrationPolicy.Mode.OFF) {
      throw new IllegalArgumentException(
          "applications don't register with " + name + "; its file has no registration");
    }
    return realm.get().id();
  }
}
