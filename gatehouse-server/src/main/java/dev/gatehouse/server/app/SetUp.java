package dev.gatehouse.server.app;

import dev.gatehouse.server.credential.LinkMaker;
import dev.gatehouse.server.credential.LinkStore;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.login.mailbox.OperatorLink;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.realm.RealmCatalog;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What is done once, before anybody can sign in to run this server. It stands on what the server
 * stands on and may do no more than the server may.
 */
public final class SetUp {
  private SetUp() {}

  /**
   * A fresh link that makes the first operator; the ones before are worthless from now on.
   *
   * @param config as the server will read it
   * @param environment where the master key and the secrets of realms may stand
   * @return empty once there is an operator
   */
  public static Optional<URI> operatorLink(
      ServerConfig config, Clock clock, Map<String, String> environment)
      throws IOException, Refusal {
    try (Foundation foundation = new Foundation(config, clock, environment)) {
      foundation.awaitDatabase();
      foundation.prepareDatabase();
      RealmId realm = RealmCatalog.OPERATORS;
      PersonStore persons = PersonStore.ofDatabase();
      boolean isRun =
          foundation.transactions.readTenant(realm, TenantId.ownOf(realm), persons::hasAnybody);
      if (isRun) {
        return Optional.empty();
      }
      OperatorLink links =
          new OperatorLink(
              foundation.transactions,
              foundation.audit,
              LinkStore.ofDatabase(),
              new LinkMaker(foundation.random, clock),
              persons);
      return Optional.of(links.issue(foundation.sites.of(realm)));
    }
  }
}
