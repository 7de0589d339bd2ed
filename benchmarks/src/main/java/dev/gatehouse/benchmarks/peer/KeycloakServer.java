package dev.gatehouse.benchmarks.peer;

import dev.gatehouse.postgres.ClusterSettings;
import dev.gatehouse.postgres.PostgresCluster;
import dev.gatehouse.postgres.RunningCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak in a process of its own, on a PostgreSQL of its own: the same program with the same
 * settings as Gatehouse's, so that each database's CPU is its server's alone.
 */
public final class KeycloakServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final String DATABASE = "keycloak";

  private final KeycloakDistribution distribution;
  private final Path folder;
  private final int port = freePort();
  private final String databasePassword = randomPassword();
  private @Nullable RunningCluster cluster;
  private @Nullable ProcessHandle process;

  /**
   * @param folder empty, for its data and its log
   */
  public KeycloakServer(KeycloakDistribution distribution, Path folder) {
    this.distribution = distribution;
    this.folder = folder;
  }

  /** Makes its database and starts it with the realm. */
  public void begin(KeycloakRealm realm) {
    cluster = PostgresCluster.at(folder.resolve("postgres")).start(ClusterSettings.durable());
    createDatabase();
    importRealm(realm);
    requireEqualHash();
  }

  private static String randomPassword() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private RunningCluster database() {
    return Objects.requireNonNull(cluster, "Keycloak has no database yet");
  }

  private void createDatabase() {
    try (Connection connection = database().connectAsSuperuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(DATABASE, databasePassword));
      statement.execute("CREATE DATABASE %s OWNER %s".formatted(DATABASE, DATABASE));
    } catch (SQLException e) {
      throw new PeerFailure("Keycloak's database can't be made: " + e.getMessage(), e);
    }
  }

  private void importRealm(KeycloakRealm realm) {
    Path imports = distribution.home().resolve("data/import");
    Path file = imports.resolve(KeycloakRealm.NAME + "-realm.json");
    try {
      Files.createDirectories(imports);
      Files.writeString(file, realm.json());
      try {
        start("--import-realm");
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it stored must have cost as much as ours: Argon2id, 7 MiB, 5 passes, 1 lane. */
  private void requireEqualHash() {
    String query =
        """
        SELECT count(*) FILTER (WHERE NOT (
                 d ->> 'algorithm' = 'argon2' AND d ->> 'hashIterations' = '5'
                 AND d #>> '{additionalParameters,type,0}' = 'id'
                 AND d #>> '{additionalParameters,memory,0}' = '7168'
                 AND d #>> '{additionalParameters,parallelism,0}' = '1')),
               count(*)
        FROM (SELECT credential_data::jsonb AS d FROM credential WHERE type = 'password') AS c
        """;
    try (Connection connection = database().connectAsSuperuser(DATABASE);
        Statement statement = connection.createStatement();
        ResultSet counts = statement.executeQuery(query)) {
      counts.next();
      if (counts.getInt(1) > 0 || counts.getInt(2) == 0) {
        throw new PeerFailure("Keycloak hashed passwords at another cost; nothing is compared");
      }
    } catch (SQLException e) {
      throw new PeerFailure("Keycloak's password hashes can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * Starts it on its database as it is.
   *
   * @return from the start of its process to its first answer
   */
  public Duration start() {
    return start(new String[0]);
  }

  private Duration start(String... more) {
    List<String> command = new ArrayList<>();
    // In a session of its own, so that Ctrl-C reaches it through us alone.
    Stream.of("/usr/bin/setsid")
        .filter(program -> Files.isExecutable(Path.of(program)))
        .forEach(command::add);
    command.addAll(
        List.of(
            distribution.program(),
            "start",
            "--optimized",
            // one server alone: no caches to share, so nothing to find others with
            "--cache=local",
            "--http-enabled=true",
            "--http-host=127.0.0.1",
            "--http-port=" + port,
            "--hostname=" + base(),
            "--db-url=" + database().jdbcUrl(DATABASE),
            "--db-username=" + DATABASE,
            "--db-pool-max-size=32"));
    command.addAll(List.of(more));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(distribution.home().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.to(log().toFile()));
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("KC_DB_PASSWORD", databasePassword);
      Process started = builder.start();
      ProcessHandle handle = started.toHandle();
      process = handle;
      return Duration.between(handle.info().startInstant().orElseThrow(), awaitAnswer(started));
    } catch (IOException e) {
      throw new PeerFailure("Keycloak can't be started: " + e.getMessage(), e);
    }
  }

  private Instant awaitAnswer(Process started) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
            .timeout(Duration.ofSeconds(20))
            .build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (System.nanoTime() < deadline && started.isAlive()) {
        try {
          if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
            return Instant.now();
          }
        } catch (IOException notYet) {
          // it doesn't listen yet
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new PeerFailure(
        "Keycloak doesn't answer; its last words, from "
            + log()
            + ":\n"
            + KeycloakDistribution.lastLines(Files.readString(log())));
  }

  /** Ends the server cleanly and leaves its database running. */
  public void stop() {
    ProcessHandle running = process;
    if (running == null) {
      return;
    }
    List<ProcessHandle> below = running.descendants().toList();
    running.destroy();
    Stream.concat(Stream.of(running), below.stream())
        .forEach(each -> {
          try {
            each.onExit().get(30, TimeUnit.SECONDS);
          } catch (Exception late) {
            each.destroyForcibly();
          }
        });
    process = null;
  }

  /** The process above all of its processes. */
  public long pid() {
    return Objects.requireNonNull(process, "Keycloak isn't started").pid();
  }

  public long databasePid() {
    return database().pid();
  }

  public URI issuer() {
    return URI.create(base() + "/realms/" + KeycloakRealm.NAME);
  }

  private String base() {
    return "http://localhost:" + port;
  }

  private Path log() {
    return folder.resolve("keycloak.log");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new PeerFailure("there is no free port on this machine: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    stop();
    if (cluster != null) {
      database().cluster().deleteWithAllData();
    }
  }
}
