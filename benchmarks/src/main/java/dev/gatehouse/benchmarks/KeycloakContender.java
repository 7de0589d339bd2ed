package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.kind.Account;
import dev.gatehouse.benchmarks.kind.Kind;
import dev.gatehouse.benchmarks.kind.Provider;
import dev.gatehouse.benchmarks.kind.Registration;
import dev.gatehouse.benchmarks.peer.KeycloakDistribution;
import dev.gatehouse.benchmarks.peer.KeycloakRealm;
import dev.gatehouse.benchmarks.peer.KeycloakServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

/** Keycloak with one realm, and a client in it for each algorithm. */
final class KeycloakContender implements Contender {
  private final String version;
  private final KeycloakServer server;
  private final String secret = UUID.randomUUID().toString();
  private List<Account> people = List.of();

  /**
   * @param folder empty, for its data
   */
  KeycloakContender(KeycloakDistribution distribution, Path folder) {
    this.version = distribution.version();
    this.server = new KeycloakServer(distribution, folder);
  }

  @Override
  public void begin(int count) {
    people =
        IntStream.range(0, count)
            .mapToObj(i ->
                new Account("load." + i + "@brunner.example", "violet-kettle-" + UUID.randomUUID()))
            .toList();
    KeycloakRealm realm = new KeycloakRealm();
    for (String algorithm : List.of("RS256", "ES256", "EdDSA")) {
      realm.client(client(algorithm), secret, Registration.CALLBACK, algorithm);
    }
    people.forEach(person -> realm.person(person.email(), person.password()));
    server.begin(realm);
  }

  private static String client(String algorithm) {
    return "bench-" + algorithm.toLowerCase(Locale.ROOT);
  }

  @Override
  public String name() {
    return "Keycloak " + version;
  }

  @Override
  public Duration restart() {
    server.stop();
    return server.start();
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
    String client = client(kind.algorithm());
    return new Registration(Provider.discover(server.issuer()), client, secret);
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
