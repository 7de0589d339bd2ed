package dev.gatehouse.server.oauth.registration;

import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.client.RegisteredClientStore;
import dev.gatehouse.server.client.RegisteredClients;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.http.OutboundHttp;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.storage.Transactions;
import java.util.function.Function;

/** Registration of applications, put together. */
public final class Registration {
  private final Ground ground;
  private final CheckRegistrationPolicy policy;
  private final RegisteredClientStore store = RegisteredClientStore.ofDatabase();

  /** What it stands on. */
  public record Ground(
      Transactions transactions,
      AuditLog audit,
      Function<RealmId, Realm> realms,
      RegisteredClients remembered,
      Revocations revocations,
      OutboundHttp outbound,
      Csprng random) {}

  public Registration(Ground ground) {
    this.ground = ground;
    this.policy = new CheckRegistrationPolicy(ground.outbound());
  }

  /** Where applications register. */
  public Handler registration() {
    return new RegistrationEndpoint(
        ground.transactions(),
        ground.audit(),
        ground.realms(),
        policy,
        new RegistrationEndpoint.Stores(new JdbcInitialAccessStore(), store),
        ground.random());
  }

  /** Where they look after their registration. */
  public ClientConfigurationEndpoint configuration() {
    return new ClientConfigurationEndpoint(
        ground.transactions(),
        ground.audit(),
        ground.realms(),
        policy,
        new ClientConfigurationEndpoint.Registry(store, ground.remembered(), ground.revocations()),
        ground.random());
  }
}
