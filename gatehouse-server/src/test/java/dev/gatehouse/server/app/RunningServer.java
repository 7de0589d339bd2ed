package dev.gatehouse.server.app;

import dev.gatehouse.server.admin.AdminClient;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.ClientAuthentication;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.storage.DatabaseRoles;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.testkit.FakeClock;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.MailCatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The whole server in this process, on a fresh database, with a clock that tests move and a mail
 * server that keeps what it is sent.
 */
public final class RunningServer implements AutoCloseable {
  private static final String CLIENT_SECRET = "0c6f1d5b8a7e4932b1f0d6c5a4e39281";

  private final GatehouseServer server;
  private final ServerDatabase database;
  private final MailCatcher mail;
  private final FakeClock clock;
  private final Map<String, String> properties;
  private boolean beside;

  private RunningServer(
      GatehouseServer server,
      ServerDatabase database,
      MailCatcher mail,
      FakeClock clock,
      Map<String, String> properties) {
    this.server = server;
    this.database = database;
    this.mail = mail;
    this.clock = clock;
    this.properties = properties;
  }

  /** One for all tests of this JVM that leave it as they found it: each with people of its own. */
  public static RunningServer shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    private static final RunningServer SERVER = start();

    static {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                SERVER.server.close();
                SERVER.deleteFiles();
              }));
    }
  }

  /** Starts one with the realms of the project. */
  public static RunningServer start() {
    return start(Map.of());
  }

  /** The same with settings of its own. */
  public static RunningServer start(Map<String, String> settings) {
    return start(RunningServer::realms, settings, Map.of());
  }

  /** Starts one whose Monitrax differs from the project's: each line for another. */
  public static RunningServer changed(Map<String, String> lines) {
    return changed(lines, Map.of());
  }

  /** The same with settings of its own. */
  static RunningServer changed(Map<String, String> lines, Map<String, String> settings) {
    return start(() -> changedRealms(lines), settings, Map.of());
  }

  /**
   * Starts one with other realms.
   *
   * @param files the texts of their files by name
   * @param secrets what these refer to, by name
   */
  public static RunningServer withRealms(Map<String, String> files, Map<String, String> secrets) {
    return start(() -> otherRealms(files), Map.of(), secrets);
  }

  private static RunningServer start(
      Callable<String> realms, Map<String, String> settings, Map<String, String> secrets) {
    try {
      ServerDatabase database = ServerDatabase.create();
      MailCatcher mail = MailCatcher.start();
      FakeClock clock = FakeClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
      Map<String, String> properties = properties(database, mail);
      properties.put("gatehouse.realms-dir", realms.call());
      properties.putAll(settings);
      String secretsDir = Objects.requireNonNull(properties.get("gatehouse.secrets-dir"));
      for (Map.Entry<String, String> secret : secrets.entrySet()) {
        Files.writeString(Path.of(secretsDir, secret.getKey()), secret.getValue());
      }
      return new RunningServer(serve(properties, clock), database, mail, clock, properties);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static String realms() {
    return ShippedRealms.FOLDER.toString();
  }

  private static String changedRealms(Map<String, String> lines) throws IOException {
    Path folder = Files.createTempDirectory("gatehouse-realms");
    String text = Files.readString(Path.of(realms(), "monitrax.yaml"));
    for (Map.Entry<String, String> line : lines.entrySet()) {
      if (!text.contains(line.getKey())) {
        throw new IllegalArgumentException("no line '" + line.getKey() + "'");
      }
      text = text.replace(line.getKey(), line.getValue());
    }
    Files.writeString(folder.resolve("monitrax.yaml"), text);
    return folder.toString();
  }

  private static String otherRealms(Map<String, String> files) throws IOException {
    Path folder = Files.createTempDirectory("gatehouse-realms");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    return folder.toString();
  }

  /** A second server on the same database, with the same keys and clock. */
  public RunningServer beside() {
    try {
      Map<String, String> other = new HashMap<>(properties);
      int port = freePort();
      listenOn(port, other);
      other.put("gatehouse.admin-socket", properties.get("gatehouse.admin-socket") + "-2");
      RunningServer second = new RunningServer(serve(other, clock), database, mail, clock, other);
      second.beside = true;
      return second;
    } catch (IOException | Refusal failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The same as started from the environment, with more variables; this realm at localhost. */
  RunningServer beside(String realm, Map<String, String> variables) throws IOException, Refusal {
    Map<String, String> other = new HashMap<>(properties);
    int port = freePort();
    listenOn(port, other);
    other.put("gatehouse.realm-base-url.monitrax", "http://monitrax.localhost:" + port);
    other.put("gatehouse.realm-base-url." + realm, "http://localhost:" + port);
    other.remove("gatehouse.admin-socket");
    Map<String, String> environment = new HashMap<>(variables);
    environment.putAll(environment(other));
    Map<String, String> resolved = EnvironmentAliases.resolve(environment);
    RunningServer second =
        new RunningServer(
            GatehouseServer.start(Configuration.load(resolved), clock, resolved),
            database,
            mail,
            clock,
            other);
    second.beside = true;
    return second;
  }

  /** The variables that a server like this one is started with. */
  Map<String, String> environment() {
    return environment(properties);
  }

  private static Map<String, String> environment(Map<String, String> properties) {
    Map<String, String> variables = new HashMap<>();
    properties.forEach((name, value) ->
        variables.put(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
    return variables;
  }

  private static GatehouseServer serve(Map<String, String> properties, FakeClock clock)
      throws IOException, Refusal {
    return GatehouseServer.start(Configuration.of(properties), clock, Map.of());
  }

  private static Map<String, String> properties(ServerDatabase database, MailCatcher mail)
      throws IOException {
    Path secrets = Files.createTempDirectory("gatehouse-secrets");
    MasterKey.generate(new Csprng(CryptoProviders.jdk())).writeNew(secrets.resolve("master-key"));
    for (String name : ShippedRealms.secrets()) {
      Files.writeString(secrets.resolve(name), CLIENT_SECRET + name);
    }
    Map<String, String> properties = new HashMap<>();
    listenOn(freePort(), properties);
    properties.put("gatehouse.database.url", database.access(DatabaseRoles.APP).url());
    properties.put("gatehouse.database.app-password", password(database, DatabaseRoles.APP));
    properties.put("gatehouse.database.worker-password", password(database, DatabaseRoles.WORKER));
    properties.put("gatehouse.secrets-dir", secrets.toString());
    properties.put("gatehouse.admin-socket", secrets.resolve("run/admin.sock").toString());
    properties.put("gatehouse.master-key-file", secrets.resolve("master-key").toString());
    properties.put("gatehouse.smtp.host", mail.host());
    properties.put("gatehouse.smtp.port", String.valueOf(mail.port()));
    properties.put("gatehouse.smtp.security", "none");
    // where applications of tests are told of logouts
    properties.put("gatehouse.outbound-trusted-hosts", "127.0.0.1");
    return properties;
  }

  /** The server's own parts, for what no endpoint does yet. */
  GatehouseServer inside() {
    return server;
  }

  /**
   * Monitrax at localhost, the operators at the address, every other realm at a name of its own.
   */
  private static void listenOn(int port, Map<String, String> properties) {
    properties.put("gatehouse.http.port", String.valueOf(port));
    properties.put("gatehouse.base-url", "http://localhost:" + port);
    for (String realm : ShippedRealms.names()) {
      properties.put("gatehouse.realm-base-url." + realm, "http://" + realm + ".localhost:" + port);
    }
    properties.put("gatehouse.realm-base-url.operators", "http://127.0.0.1:" + port);
    properties.put("gatehouse.realm-base-url.monitrax", "http://localhost:" + port);
  }

  private static String password(ServerDatabase database, String role) {
    return database.access(role).password().reveal();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new browser, without cookies. */
  public HttpDriver browser() {
    return HttpDriver.at(base(), clock);
  }

  /** Where this server listens, under the host of its realms. */
  public URI base() {
    return URI.create("http://localhost:" + server.port());
  }

  /** The secret that realm files call so. */
  public String secret(String name) {
    return CLIENT_SECRET + name;
  }

  /** The secret of {@code monitrax-web}. */
  public String webSecret() {
    return CLIENT_SECRET + "monitrax-web";
  }

  /** The secret of {@code monitrax-first}. */
  public String firstPartySecret() {
    return CLIENT_SECRET + "monitrax-first";
  }

  /** What commands of this machine talk to. */
  AdminClient admin() {
    return new AdminClient(Path.of(properties.getOrDefault("gatehouse.admin-socket", "")));
  }

  /** A realm as this server has it now. */
  Optional<Realm> realm(String name) {
    return server.realm(new RealmId(name));
  }

  /** Whether the secret is the client's. */
  boolean secretOf(String realm, String client, String secret) {
    return realm(realm)
                .flatMap(it -> it.client(new ClientId(client)))
                .orElseThrow()
                .authentication()
            instanceof ClientAuthentication.SharedSecret shared
        && shared.digest().matches(Secret.of(secret));
  }

  List<Route> routes() {
    return server.routes();
  }

  public MailCatcher mail() {
    return mail;
  }

  public FakeClock clock() {
    return clock;
  }

  public ServerDatabase database() {
    return database;
  }

  /** Stops the server and leaves the database, so that another can start on it. */
  public void stopServer() {
    server.close();
  }

  /** The configuration it was started with, to start another on the same database. */
  public Map<String, String> properties() {
    return Map.copyOf(properties);
  }

  @Override
  public void close() {
    server.close();
    if (!beside) {
      mail.close();
      database.close();
      deleteFiles();
    }
  }

  /** What was made for this server alone, and the keys and secrets first. */
  private void deleteFiles() {
    delete(Path.of(Objects.requireNonNull(properties.get("gatehouse.secrets-dir"))));
    String realms = Objects.requireNonNull(properties.get("gatehouse.realms-dir"));
    if (!realms.equals(realms())) {
      delete(Path.of(realms));
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
