package dev.gatehouse.server.app;

import dev.gatehouse.server.admin.ApplyAct;
import dev.gatehouse.server.http.AdminSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What commands on this machine may ask of the server, one line an act. */
final class AdminListener {
  private AdminListener() {}

  /** Listens where the configuration says so. */
  static Optional<AdminSocket> open(Foundation foundation) throws IOException {
    Optional<Path> path = foundation.config.adminSocket();
    return path.isEmpty()
        ? Optional.empty()
        : Optional.of(AdminSocket.listen(path.get(), acts(foundation)));
  }

  private static Map<String, AdminSocket.Act> acts(Foundation foundation) {
    ApplyAct apply = new ApplyAct(foundation.application());
    return Map.of(
        "/apply/plan", apply::plan,
        "/apply", apply::apply);
  }
}
