package dev.gatehouse.server.app;

import static java.util.Map.entry;

import dev.gatehouse.server.admin.ApplyAct;
import dev.gatehouse.server.admin.KeysAct;
import dev.gatehouse.server.admin.RegisterAct;
import dev.gatehouse.server.admin.TenantsAct;
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
    TenantsAct tenants = new TenantsAct(foundation.realms, features.tenants);
    KeysAct keys = new KeysAct(features.keys.administration, foundation.clock);
    return Map.ofEntries(
        entry("/apply/plan", apply::plan),
        entry("/apply", apply::apply),
        entry("/keys/list", keys::list),
        entry("/keys/rotate", keys::rotate),
        entry("/keys/revoke/plan", keys::revocation),
        entry("/keys/revoke", keys::revoke),
        entry("/keys/rehearse", keys::rehearse),
        entry("/register/token", register::token),
        entry("/tenants/list", tenants::list),
        entry("/tenants/show", tenants::show),
        entry("/tenants/create", tenants::create),
        entry("/tenants/suspend", tenants::suspend),
        entry("/tenants/resume", tenants::resume),
        entry("/tenants/delete", tenants::delete));
  }
}
