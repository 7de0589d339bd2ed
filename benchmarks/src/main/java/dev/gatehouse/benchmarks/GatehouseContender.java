package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.kind.Account;
import dev.gatehouse.benchmarks.kind.Kind;
import dev.gatehouse.benchmarks.kind.Provider;
import dev.gatehouse.benchmarks.kind.Registration;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Gatehouse by its own command, with a realm for each algorithm. */
final class GatehouseContender implements Contender {
  private final ServerUnderLoad server;
  private final List<Account> people = new ArrayList<>();

  private GatehouseContender(ServerUnderLoad server) {
    this.server = server;
  }

  /**
   * @param folder for its realm files
   */
  static GatehouseContender in(Path root, Path folder) throws IOException {
    Path realms = writeRealms(folder);
    Map<String, String> settings = Map.of("GATEHOUSE_REALMS_DIR", realms.toString());
    return new GatehouseContender(ServerUnderLoad.create(root, settings));
  }

  @Override
  public void begin(int count) {
    server.start();
    for (String algorithm : List.of("ES256", "EdDSA")) {
      signUp(algorithm);
    }
    for (int i = 0; i < count; i++) {
      people.add(signUp("RS256"));
    }
  }

  private Account signUp(String algorithm) {
    return SignUp.at(server.base(), server.mail(), realm(algorithm));
  }

  /** The client of a realm that does such work. */
  static String client(Kind kind) {
    return kind.isForMachine() ? "bench-machine" : "bench";
  }

  /** A realm for each algorithm, in a folder below. */
  static Path writeRealms(Path folder) throws IOException {
    Path realms = Files.createDirectories(folder.resolve("realms"));
    for (String algorithm : List.of("RS256", "ES256", "EdDSA")) {
      Files.writeString(realms.resolve(realm(algorithm) + ".yaml"), realmFile(algorithm));
    }
    return realms;
  }

  static String realm(String algorithm) {
    return "bench-" + algorithm.toLowerCase(Locale.ROOT);
  }

  private static String realmFile(String algorithm) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(GatehouseContender.class.getResourceAsStream("bench-realm.yaml"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .replace("<realm>", realm(algorithm))
          .replace("<algorithm>", algorithm)
          .replace("<callback>", Registration.CALLBACK);
    }
  }

  @Override
  public String name() {
    return "Gatehouse";
  }

  @Override
  public Duration restart() {
    server.stopServer();
    return server.start().time();
  }

  @Override
  public long pid() {
    return server.pid();
  }

  @Override
  public long databasePid() {
    return server.databasePid();
  }

  @Override
  public Registration registration(Kind kind) throws IOException {
    URI issuer = server.base().resolve("/r/" + realm(kind.algorithm()));
    String client = client(kind);
    return new Registration(Provider.discover(issuer), client, server.secret(client));
  }

  @Override
  public List<Account> people() {
    return people;
  }

  @Override
  public void close() {
    server.close();
  }
}
