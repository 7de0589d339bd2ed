package dev.gatehouse.e2e;

import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.MailCatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One installation of the product, run by its own command: a folder for its data, a port, and a
 * mail server that keeps what it is sent.
 */
final class Installation implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path folder;
  private final int port;
  private final MailCatcher mail;
  private final boolean ownsMail;
  private final Map<String, String> environment;
  private final Thread ending = Thread.ofPlatform().unstarted(this::end);
  private boolean closed;

  private Installation(
      Path folder, int port, MailCatcher mail, boolean ownsMail, Map<String, String> environment) {
    this.folder = folder;
    this.port = port;
    this.mail = mail;
    this.ownsMail = ownsMail;
    this.environment = environment;
    Runtime.getRuntime().addShutdownHook(ending);
  }

  /** A new one, not yet started. */
  static Installation create() {
    MailCatcher mail = MailCatcher.start();
    Path folder = newFolder();
    int port = freePort();
    Map<String, String> environment = new TreeMap<>();
    environment.put("GATEHOUSE_VAR", folder.toString());
    environment.put("GATEHOUSE_BUILT", Project.built().toString());
    environment.put("GATEHOUSE_HTTP_PORT", String.valueOf(port));
    environment.put("GATEHOUSE_BASE_URL", "http://localhost:" + port);
    environment.put("GATEHOUSE_REALM_BASE_URL_OPERATORS", "http://127.0.0.1:" + port);
    // six realms, one port: what a machine of a developer does
    environment.put("GATEHOUSE_ALLOW_SHARED_ORIGIN", "true");
    environment.put("GATEHOUSE_SMTP_HOST", mail.host());
    environment.put("GATEHOUSE_SMTP_PORT", String.valueOf(mail.port()));
    environment.put("GATEHOUSE_SMTP_SECURITY", "none");
    return new Installation(folder, port, mail, true, environment);
  }

  /** A new one on a database that is not its own. */
  static Installation on(String databaseUrl) {
    Installation installation = create();
    installation.environment.put("GATEHOUSE_DATABASE_URL", databaseUrl);
    return installation;
  }

  /** With a variable set from its next start on. */
  Installation with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** A second server on this one's database, with its keys and addresses, on a port of its own. */
  Installation beside() {
    Path other = newFolder();
    int otherPort = freePort();
    for (String keys : List.of("secrets", "migrator")) {
      copyPrivate(folder.resolve(keys), other.resolve(keys));
    }
    Map<String, String> settings = new TreeMap<>(environment);
    settings.put("GATEHOUSE_VAR", other.toString());
    settings.put("GATEHOUSE_HTTP_PORT", String.valueOf(otherPort));
    settings.put("GATEHOUSE_DATABASE_URL", database().jdbcUrl("gatehouse"));
    return new Installation(other, otherPort, mail, false, settings);
  }

  private static Path newFolder() {
    Path folder =
        Project.target()
            .resolve("var")
            .resolve(ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet());
    try {
      Files.createDirectories(folder.getParent());
      return Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyPrivate(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code ./gatehouse …} on this installation. */
  Command command(String... arguments) {
    List<String> whole = new ArrayList<>(List.of(Project.command().toString()));
    whole.addAll(List.of(arguments));
    return Command.run(Project.root(), environment, PATIENCE, whole);
  }

  /** Starts database and server, and returns when they answer. */
  Command up() {
    return command("up").expectDone();
  }

  /** Makes the shipped file of a realm count as it is after this change. */
  void apply(String realm, UnaryOperator<String> change) {
    try {
      String shipped = Files.readString(Project.root().resolve("realms/" + realm + ".yaml"));
      Path changed = folder.resolve(realm + ".yaml");
      Files.writeString(changed, change.apply(shipped));
      command("apply", "--yes", changed.toString()).expectDone();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code kill -9} does to the server, and nothing to the database. */
  void killServer() {
    ProcessHandle server = ProcessHandle.of(serverPid()).orElseThrow();
    server.destroyForcibly();
    try {
      server.onExit().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the server survived", e);
    }
  }

  long serverPid() {
    return Long.parseLong(read("server.process").split(" ", -1)[0]);
  }

  DatabaseProcess database() {
    return DatabaseProcess.in(folder.resolve("postgres"));
  }

  /** What the server wrote to its log. */
  String log() {
    return read("server.log");
  }

  /** A secret as {@code init} drew it. */
  String secret(String name) {
    return read("secrets/" + name).strip();
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every record of a realm, log after log, as {@code audit export} writes it. */
  List<JsonNode> export(String realm) {
    return command("audit", "export", "--realm", realm)
        .expectDone()
        .output()
        .lines()
        .map(JSON::readTree)
        .toList();
  }

  int port() {
    return port;
  }

  /** Where this very server listens, by address. */
  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Where people reach the realm monitrax. */
  URI base() {
    return URI.create(environment.getOrDefault("GATEHOUSE_BASE_URL", ""));
  }

  /** The issuer of the realm monitrax. */
  URI realm() {
    return issuer("monitrax");
  }

  URI issuer(String realm) {
    return base().resolve("/r/" + realm);
  }

  MailCatcher mail() {
    return mail;
  }

  /** A new browser without a screen. */
  HttpDriver browser() {
    return HttpDriver.at(base());
  }

  /** Ends it and keeps its folder for whoever wants to know what went wrong. */
  @Override
  public synchronized void close() {
    if (!closed) {
      Runtime.getRuntime().removeShutdownHook(ending);
      end();
    }
  }

  private synchronized void end() {
    if (!closed) {
      closed = true;
      command("down");
      if (ownsMail) {
        mail.close();
      }
    }
  }
}
