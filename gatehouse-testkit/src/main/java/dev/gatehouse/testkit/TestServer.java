package dev.gatehouse.testkit;

import dev.gatehouse.postgres.ClusterSettings;
import dev.gatehouse.postgres.PostgresCluster;
import dev.gatehouse.postgres.RunningCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The PostgreSQL server that the databases of this JVM's tests live on. */
final class TestServer {

  private static final String VARIABLE = "GATEHOUSE_TEST_DATABASE_URL";
  private static final int CONNECTIONS = 200;

  private final String host;
  private final int port;
  private final String superuser;
  private final String password;
  private final String prefix;
  private final AtomicInteger created = new AtomicInteger();
  private final Set<String> existing = ConcurrentHashMap.newKeySet();
  private final Map<String, String> templates = new ConcurrentHashMap<>();

  /** Started by the first who asks. */
  private static final class Shared {
    private static final TestServer SERVER = start();
  }

  private TestServer(String host, int port, String superuser, String password) {
    this.host = host;
    this.port = port;
    this.superuser = superuser;
    this.password = password;
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    this.prefix = "gatehouse_test_" + HexFormat.of().formatHex(random) + "_";
  }

  static TestServer shared() {
    return Shared.SERVER;
  }

  private static TestServer start() {
    String url = System.getenv(VARIABLE);
    return url == null || url.isBlank() ? startEmbedded() : given(url);
  }

  private static TestServer given(String url) {
    URI uri = URI.create(url.replaceFirst("^jdbc:", ""));
    FormData credentials = FormData.parse(uri.getRawQuery() == null ? "" : uri.getRawQuery());
    Optional<String> user = credentials.first("user");
    Optional<String> password = credentials.first("password");
    if (uri.getHost() == null || user.isEmpty() || password.isEmpty()) {
      throw new IllegalStateException(
          VARIABLE + " must read jdbc:postgresql://host:port/database?user=…&password=…");
    }
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    TestServer server = new TestServer(uri.getHost(), port, user.get(), password.get());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.existing.forEach(server::drop)));
    return server;
  }

  private static TestServer startEmbedded() {
    try {
      PostgresCluster cluster = PostgresCluster.at(directory());
      RunningCluster running =
          cluster.start(
              ClusterSettings.unsafeForTestsWithoutFsync().withMaxConnections(CONNECTIONS));
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::deleteWithAllData));
      return new TestServer(
          running.host(),
          running.port(),
          running.superuser().name(),
          running.superuser().password());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder for this process, below the module's target folder where there is one. */
  private static Path directory() throws IOException {
    Path target = TargetFolder.ofModule();
    if (!Files.isDirectory(target)) {
      return Files.createTempDirectory("gatehouse-test-").resolve("postgres");
    }
    Path folder = Files.createDirectories(target.resolve("test-postgres"));
    removeAbandoned(folder);
    return folder.resolve(Long.toString(ProcessHandle.current().pid()));
  }

  /** Clusters of test runs that were killed before they could clean up. */
  private static void removeAbandoned(Path folder) throws IOException {
    try (Stream<Path> clusters = Files.list(folder)) {
      clusters
          .filter(cluster -> cluster.getFileName().toString().matches("[0-9]+"))
          .filter(cluster -> !isAlive(Long.parseLong(cluster.getFileName().toString())))
          .forEach(cluster -> PostgresCluster.at(cluster).deleteWithAllData());
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  TestDatabase createFrom(String template) {
    String name = prefix + created.incrementAndGet();
    execute("CREATE DATABASE %s TEMPLATE %s".formatted(name, template));
    existing.add(name);
    return new TestDatabase(this, name);
  }

  String template(String label, Consumer<TestDatabase> fill) {
    return templates.computeIfAbsent(
        label,
        _ -> {
          TestDatabase database = createFrom("template1");
          fill.accept(database);
          // A database with sessions can't be copied.
          execute("ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(database.name()));
          execute(
              "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '%s'"
                  .formatted(database.name()));
          return database.name();
        });
  }

  void drop(String name) {
    existing.remove(name);
    execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(name));
  }

  private void execute(String sql) {
    try (Connection connection =
            DriverManager.getConnection(jdbcUrl("postgres"), superuser, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the test database's server refused: " + sql, e);
    }
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  String superuser() {
    return superuser;
  }

  String password() {
    return password;
  }

  String jdbcUrl(String database) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  String superuserJdbcUrl(String database) {
    return jdbcUrl(database)
        + "?user="
        + URLEncoder.encode(superuser, StandardCharsets.UTF_8)
        + "&password="
        + URLEncoder.encode(password, StandardCharsets.UTF_8);
  }
}
