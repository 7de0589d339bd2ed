package dev.gatehouse.server.app;

import dev.gatehouse.server.admin.DeclaredAccounts;
import dev.gatehouse.server.admin.RealmApplication;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.GroupCommit;
import dev.gatehouse.server.audit.NoiseCounter;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.crypto.MasterKeySource;
import dev.gatehouse.server.crypto.PasswordHasher;
import dev.gatehouse.server.crypto.TrustedAuthorities;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.OutboundHttp;
import dev.gatehouse.server.http.OutboundRules;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TransactionScope;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.brand.Branding;
import dev.gatehouse.server.page.brand.Colour;
import dev.gatehouse.server.page.frame.PageFrames;
import dev.gatehouse.server.page.text.MessageCatalogue;
import dev.gatehouse.server.principal.ServiceAccountStore;
import dev.gatehouse.server.principal.ServiceAccounts;
import dev.gatehouse.server.realm.AppliedRealms;
import dev.gatehouse.server.realm.ConfiguredSecrets;
import dev.gatehouse.server.realm.JdbcRealmStore;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.realm.RealmFile;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.storage.ConnectionPool;
import dev.gatehouse.server.storage.DatabaseAccess;
import dev.gatehouse.server.storage.DatabaseRoles;
import dev.gatehouse.server.storage.DatabaseUrl;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.tenant.TenantStore;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What every feature stands on, made once from the configuration: keys, database, records, realms,
 * pages. Commands that work on the database without serving requests stand on it too.
 */
public final class Foundation implements AutoCloseable {
  private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(20);

  final ServerConfig config;
  final Clock clock;
  final CryptoProviders providers = CryptoProviders.choose();
  final Csprng random = new Csprng(providers);
  final Envelope envelope;
  final Macs macs;
  final PasswordHasher hasher;
  final RealmCatalog realms;
  final AppliedRealms applied;
  final Sites sites;
  final ConnectionPool appPool;
  final Transactions transactions;
  final AuditLog audit;
  final GroupCommit commits;
  final NoiseCounter noise;
  final PageFrames frames;
  final PageRenderer renderer = new PageRenderer();
  final CsrfGuard csrf;
  final OutboundHttp outbound;

  /**
   * Reads keys; does not reach for the database yet.
   *
   * @throws RuntimeException in plain words for weak secrets, bad realm files, missing settings
   */
  public Foundation(ServerConfig config, Clock clock, Map<String, String> environment)
      throws IOException {
    this.config = config;
    this.clock = clock;
    MasterKey masterKey =
        new MasterKeySource(config.masterKeyFile(), environment, config.secretsDir()).load();
    this.envelope = new Envelope(providers, random, masterKey);
    this.macs = new Macs(providers, masterKey);
    this.hasher =
        new PasswordHasher(
            random,
            PasswordHasher.Bounds.ofThisMachine(),
            () -> TransactionScope.refuseInside("hashing"));
    TrustedAuthorities authorities = TrustedAuthorities.with(config.outboundCaFile());
    ConfiguredSecrets secrets = new ConfiguredSecrets(config.secretsDir(), environment);
    this.realms = RealmCatalog.builtIn(new RealmFile(secrets, config.realmAccessTokenLifetime()));
    this.sites = new Sites(sites(config, realms.realms()), config.allowSharedOrigin());
    this.appPool = ConnectionPool.open("gatehouse", app(config), config.database().poolSize());
    this.transactions = new Transactions(appPool, clock);
    this.applied =
        new AppliedRealms(
            transactions,
            secrets,
            config.realmAccessTokenLifetime(),
            realms,
            new ServedRealms(sites, found -> sites(config, found)));
    this.audit = new AuditLog(envelope, random);
    this.commits = new GroupCommit(transactions);
    this.noise = new NoiseCounter(audit, commits);
    this.frames =
        new PageFrames(id -> realms.find(id).map(Foundation::branding), MessageCatalogue.load());
    this.csrf = new CsrfGuard(macs);
    this.outbound =
        new OutboundHttp(
            new OutboundRules(Set.copyOf(config.outboundTrustedHosts().orElse(List.of()))),
            authorities::context);
  }

  /** JDBC URL of the database, without user and password. */
  String databaseUrl() {
    return databaseUrl(config);
  }

  private static String databaseUrl(ServerConfig config) {
    try {
      DatabaseUrl url = DatabaseUrl.parse(config.database().url());
      if (url.login().isPresent()) {
        throw new IllegalArgumentException(
            "names a user; a server signs in by its own roles alone, so leave user and password"
                + " out");
      }
      return url.jdbc();
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("GATEHOUSE_DATABASE_URL " + wrong.getMessage());
    }
  }

  private static DatabaseAccess app(ServerConfig config) throws IOException {
    return new DatabaseAccess(
        databaseUrl(config),
        DatabaseRoles.APP,
        Configuration.password(
            config.database().appPassword(), config.secretsDir(), "database-app-password"));
  }

  private static List<Site> sites(ServerConfig config, Collection<Realm> realms) {
    return realms.stream().map(realm -> new Site(realm.id(), base(config, realm))).toList();
  }

  /** What this server is told counts before what every server is. */
  private static URI base(ServerConfig config, Realm realm) {
    return Optional.ofNullable(config.realmBaseUrl().get(realm.id().value()))
        .or(realm::ownBase)
        .orElse(config.baseUrl());
  }

  private static Branding branding(Realm realm) {
    return new Branding(
        realm.id().value(),
        realm.branding().productName(),
        realm.branding().logo().map(name -> "/assets/realms/" + name).orElse(null),
        Colour.parse(realm.branding().accentLight()),
        Colour.parse(realm.branding().accentDark()));
  }

  /** The logos of the realms and of their applications, by file name. */
  List<String> logos() {
    return realms.realms().stream().flatMap(Realm::logos).toList();
  }

  /** Waits until the database answers, as long as a start may wait for it. */
  void awaitDatabase() {
    appPool.awaitConnection(DATABASE_PATIENCE);
  }

  /**
   * Takes over the realms as they were applied; before the first apply, applies the files of the
   * configured folder. Makes each realm's row and its own tenant.
   *
   * @throws dev.gatehouse.server.crypto.WeakSecret when the master key is another one's
   */
  void prepareDatabase() throws Refusal {
    applied.ensure(realms.find(RealmCatalog.OPERATORS).orElseThrow());
    new KeyProbe(transactions, new JdbcRealmStore(), envelope).require();
    if (applied.documents().isEmpty()) {
      new FirstApply(application()).of(config.realmsDir());
    }
    applied.load();
  }

  /** What gives clients the accounts that realms declare. */
  DeclaredAccounts declaredAccounts() {
    return new DeclaredAccounts(
        realms, transactions, TenantStore.ofDatabase(random), serviceAccounts());
  }

  /** What clients are in tenants. */
  ServiceAccounts serviceAccounts() {
    Revocations revocations = new Revocations();
    return new ServiceAccounts(
        transactions,
        audit,
        ServiceAccountStore.ofDatabase(),
        random,
        (tx, account) -> revocations.revoke(tx, Revocations.Kind.PRINCIPAL, account.toString()));
  }

  /** What applies realm files. */
  RealmApplication application() {
    return new RealmApplication(transactions, audit, applied, realms, random);
  }

  /** The realm of that name; features get this instead of the catalogue. */
  Function<RealmId, Realm> realm() {
    return id -> realms.find(id).orElseThrow();
  }

  @Override
  public void close() {
    outbound.close();
    appPool.close();
  }
}
