package dev.gatehouse.server.app;

import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.http.ErrorWriter;
import dev.gatehouse.server.http.Forwarding;
import dev.gatehouse.server.http.HttpServer;
import dev.gatehouse.server.http.JavalinRequest;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.page.ErrorPages;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.storage.Canary;
import dev.gatehouse.server.storage.TenantGuard;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process: reads its configuration, refuses to start where the walls don't stand,
 * listens, and stops cleanly on SIGTERM. It never has the password of the database's superuser or
 * migrator.
 */
public final class GatehouseServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatehouseServer.class);
  private static final int EXIT_REFUSED = 1;

  private final RouteTable table;
  private final HttpServer http;
  private final Housekeeping housekeeping;
  private final Features features;
  private final Foundation foundation;

  private GatehouseServer(
      RouteTable table,
      HttpServer http,
      Housekeeping housekeeping,
      Features features,
      Foundation foundation) {
    this.table = table;
    this.http = http;
    this.housekeeping = housekeeping;
    this.features = features;
    this.foundation = foundation;
  }

  /** What everything stands on, for tests of what no endpoint does. */
  Foundation foundation() {
    return foundation;
  }

  /** What it does, for tests of what no endpoint does. */
  Features features() {
    return features;
  }

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    // its native library loads meanwhile; whoever needs it waits for it
    Thread.ofPlatform().name("crypto-providers").daemon().start(CryptoProviders::choose);
    try {
      Map<String, String> environment = EnvironmentAliases.resolve(System.getenv());
      GatehouseServer server =
          start(Configuration.load(environment), Clock.systemUTC(), environment);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
      LOG.info("listening on port {}", server.port());
    } catch (RuntimeException | IOException | Refusal refused) {
      LOG.error("not started: {}", reasonOf(refused));
      LOG.debug("not started", refused);
      System.exit(EXIT_REFUSED);
    }
  }

  /** The innermost message: what an operator can act on. */
  private static String reasonOf(Throwable refused) {
    Throwable cause = refused;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /**
   * Starts.
   *
   * @param clock the only source of time
   * @param environment where the master key and the secrets of realms may stand
   * @throws IllegalStateException when a wall between tenants does not stand
   */
  public static GatehouseServer start(
      ServerConfig config, Clock clock, Map<String, String> environment)
      throws IOException, Refusal {
    Foundation foundation = new Foundation(config, clock, environment);
    Housekeeping housekeeping = new Housekeeping();
    try {
      foundation.awaitDatabase();
      refuseBreaches(new TenantGuard(foundation.appPool.jdbi()).breaches());
      foundation.prepareDatabase();
      RealmId anyRealm = RealmCatalog.OPERATORS;
      Canary canary = new Canary(foundation.transactions, anyRealm);
      canary.plant();
      Readiness readiness =
          new Readiness(
              foundation.transactions, canary, anyRealm, clock, () -> recordBreach(foundation));
      Features features = new Features(foundation);
      RouteTable table = new RouteTable(Routes.of(foundation, features, readiness));
      AdminListener.open(foundation, features)
          .ifPresent(admin -> housekeeping.atStop(admin::close));
      HttpServer http = listen(foundation, table, readiness);
      housekeeping.every(Duration.ofSeconds(10), "isolation probe", readiness::probeWall);
      housekeeping.every(Duration.ofMinutes(1), "noise records", foundation.noise::flush);
      housekeeping.atStop(foundation.noise::flush);
      housekeeping.every(Duration.ofSeconds(1), "applied realms", foundation.applied::follow);
      housekeeping.every(
          Duration.ofSeconds(5), "service accounts", foundation.declaredAccounts()::bringForward);
      features.begin(housekeeping);
      return new GatehouseServer(table, http, housekeeping, features, foundation);
    } catch (RuntimeException | IOException | Refusal failed) {
      housekeeping.close();
      foundation.close();
      throw failed;
    }
  }

  private static void recordBreach(Foundation foundation) {
    foundation.commits.succeeded(
        RealmCatalog.OPERATORS,
        Optional.empty(),
        foundation.audit.attempt(EventType.ISOLATION_BREACH, Origin.SERVER));
  }

  private static void refuseBreaches(List<String> breaches) {
    if (!breaches.isEmpty()) {
      throw new IllegalStateException(
          "the walls between tenants don't stand: " + String.join("; ", breaches));
    }
  }

  private static HttpServer listen(Foundation foundation, RouteTable table, Readiness readiness) {
    RequestPipeline pipeline =
        new RequestPipeline(
            foundation.sites,
            table,
            new ErrorWriter(new ErrorPages(foundation.frames, foundation.renderer)),
            new RequestPipeline.Records(foundation.audit, foundation.commits, foundation.noise),
            readiness::wallStands);
    JavalinRequest.Factory requests =
        new JavalinRequest.Factory(
            () -> foundation.random.uuidV7(foundation.clock.instant()).toString(),
            foundation.config.http().requestTimeout(),
            Forwarding.of(
                foundation.config.trustedProxies().orElse(List.of()),
                foundation.config.forwardedBy()));
    ServerConfig.Http http = foundation.config.http();
    return HttpServer.start(
        new HttpServer.Listener(
            http.host(), http.port(), http.requestTimeout(), http.idleTimeout()),
        table.matcher(),
        requests,
        pipeline);
  }

  List<Route> routes() {
    return table.routes();
  }

  Collection<Site> sites() {
    return foundation.sites.all();
  }

  Optional<Realm> realm(RealmId id) {
    return foundation.realms.find(id);
  }

  /** The port it listens on. */
  public int port() {
    return http.port();
  }

  /** Lets requests under way finish, then jobs, then gives the connections back. */
  @Override
  public void close() {
    http.close();
    housekeeping.close();
    features.close();
    foundation.close();
  }
}
