package dev.gatehouse.launcher;

import dev.gatehouse.server.audit.AuditReader;
import dev.gatehouse.server.audit.LogName;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.realm.ConfiguredSecrets;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.storage.ConnectionPool;
import dev.gatehouse.server.storage.DatabaseAccess;
import dev.gatehouse.server.storage.DatabaseRoles;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.tenant.TenantSlug;
import dev.gatehouse.server.tenant.TenantStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The logs of an installation, read with what the server itself may do and no more. */
final class AuditArchive implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Database database;
  private final ConnectionPool pool;
  private final Transactions transactions;
  private final RealmCatalog realms;
  private final TenantStore tenants;
  private final AuditReader reader;

  private AuditArchive(
      Database database, Secret password, MasterKey masterKey, RealmCatalog realms) {
    this.database = database;
    this.realms = realms;
    this.pool =
        ConnectionPool.open(
            "gatehouse-audit", new DatabaseAccess(database.url(), DatabaseRoles.APP, password), 2);
    pool.awaitConnection(PATIENCE);
    this.transactions = new Transactions(pool, Clock.systemUTC());
    CryptoProviders providers = CryptoProviders.choose();
    Csprng random = new Csprng(providers);
    this.tenants = TenantStore.ofDatabase(random);
    this.reader = new AuditReader(transactions, new Envelope(providers, random, masterKey), random);
  }

  /**
   * A log and how people call it.
   *
   * @param label such as {@code monitrax/acme}, or the realm's name for its own log
   */
  record NamedLog(String label, LogName name) {}

  /** Opens it; an embedded database that doesn't run is started until the archive is closed. */
  static AuditArchive open(Surroundings surroundings, Home home, Terminal terminal) {
    Secret password =
        surroundings
            .variable("GATEHOUSE_DATABASE_APP_PASSWORD")
            .map(Secret::of)
            .or(() -> SecretsFolder.read(home.secrets(), SecretsFolder.APP_PASSWORD))
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.FAILED,
                    "there is no installation in " + home.var() + "; ./gatehouse init makes one"));
    MasterKey masterKey = MasterKeys.configured(surroundings, home).load();
    ConfiguredSecrets secrets =
        new ConfiguredSecrets(Optional.of(home.secrets()), surroundings.environment());
    RealmCatalog realms = RealmCatalog.load(home.realms(), secrets);
    Database database = Database.open(surroundings, home, terminal::progress);
    return new AuditArchive(database, password, masterKey, realms);
  }

  AuditReader reader() {
    return reader;
  }

  /** The logs chosen; of each realm its own first, then its tenants'. */
  List<NamedLog> logs(Optional<RealmId> realm, Optional<TenantSlug> tenant) {
    List<NamedLog> logs = new ArrayList<>();
    for (Realm known : realms.realms()) {
      if (realm.isEmpty() || realm.get().equals(known.id())) {
        logs.addAll(logsOf(known.id(), tenant));
      }
    }
    if (logs.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "there is no log of "
              + realm.map(id -> "realm " + id).orElse("any realm")
              + tenant.map(slug -> " and tenant " + slug).orElse(""));
    }
    return logs;
  }

  private List<NamedLog> logsOf(RealmId realm, Optional<TenantSlug> tenant) {
    List<NamedLog> logs = new ArrayList<>();
    if (tenant.isEmpty()) {
      logs.add(new NamedLog(realm.value(), LogName.of(realm)));
    }
    slugs(realm)
        .forEach((slug, id) -> {
          if (tenant.isEmpty() || tenant.get().equals(slug)) {
            logs.add(new NamedLog(realm + "/" + slug, LogName.of(realm, id)));
          }
        });
    return logs;
  }

  private Map<TenantSlug, TenantId> slugs(RealmId realm) {
    try {
      return transactions.readRealm(realm, tenants::slugs);
    } catch (Refusal impossible) {
      throw new IllegalStateException("a list of slugs refuses nothing", impossible);
    }
  }

  @Override
  public void close() {
    pool.close();
    database.stopIfStarted();
  }
}
