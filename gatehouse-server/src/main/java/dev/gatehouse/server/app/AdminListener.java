package dev.gatehouse.server.app;

import dev.gatehouse.server.admin.ApplyAct;
import dev.gatehouse.server.admin.KeysAct;
import dev.gatehouse.server.admin.RegisterAct;
import dev.gatehouse.server.http.AdminSocket;
import dev.gatehouse.server.oauth.registration.InitialAccessTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What commands on this machine may ask of the server, one line an act. */
final class AdminListener {
  private AdminListener() {}

  /** Listens where the configuration says so. */
  static Optional<AdminSocket> open(Foundation foundation, Features features) throws IOException {
    Optional<Path> path = foundation.config.adminSocket();
    return path.isEmpty()
        ? Optional.empty()
        : Optional.of(AdminSocket.listen(path.get(), acts(foundation, features)));
  }

  private static Map<String, AdminSocket.Act> acts(Foundation foundation, Features features) {
    ApplyAct apply = new ApplyAct(foundation.application());
    RegisterAct register =
        new RegisterAct(
            foundation.realms,
            new InitialAccessTokens(foundation.transactions, foundation.audit, foundation.random));
    KeysAct keys = new KeysAct(features.keys.administration, foundation.clock);
    return Map.of(
        "/apply/plan", apply::plan,
        "/apply", apply::apply,
        "/keys/list", keys::list,
        "/keys/rotate", keys::rotate,
        "/keys/revoke/plan", keys::revocation,
        "/keys/revoke", keys::revoke,
        "/keys/rehearse", keys::rehearse,
        "/register/token", register::token);
  }
}
