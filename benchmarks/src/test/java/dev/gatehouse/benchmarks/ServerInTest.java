package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.kind.Account;
import dev.gatehouse.benchmarks.kind.Kind;
import dev.gatehouse.benchmarks.kind.Provider;
import dev.gatehouse.benchmarks.kind.Registration;
import dev.gatehouse.server.app.Configuration;
import dev.gatehouse.server.app.GatehouseServer;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.storage.DatabaseAccess;
import dev.gatehouse.server.storage.DatabaseRoles;
import dev.gatehouse.server.storage.Migrations;
import dev.gatehouse.testkit.MailCatcher;
import dev.gatehouse.testkit.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The server in this process, with the realms that the benchmarks make. */
final class ServerInTest implements AutoCloseable {
  private static final String SECRET = "f3b9d0717c5e42d8a6b1c09e4d7f28a3";

  private final TestDatabase database;
  private final MailCatcher mail;
  private final GatehouseServer server;

  private ServerInTest(TestDatabase database, MailCatcher mail, GatehouseServer server) {
    this.database = database;
    this.mail = mail;
    this.server = server;
  }

  /**
   * @param folder empty, for realms and secrets
   */
  static ServerInTest start(Path folder) throws IOException, SQLException, Refusal {
    TestDatabase database = TestDatabase.create();
    Map<String, Secret> passwords =
        Map.of(
            DatabaseRoles.MIGRATOR, Secret.of("of-the-migrator"),
            DatabaseRoles.APP, Secret.of("of-the-application"),
            DatabaseRoles.WORKER, Secret.of("of-the-worker"));
    Secret superuser = Secret.of(database.superuserPassword());
    DatabaseRoles.create(
        new DatabaseAccess(database.jdbcUrl(), database.superuser(), superuser), passwords);
    new Migrations(
            new DatabaseAccess(
                database.jdbcUrl(), DatabaseRoles.MIGRATOR, Secret.of("of-the-migrator")))
        .apply();
    MailCatcher mail = MailCatcher.start();
    Map<String, String> properties = properties(folder, database, mail);
    return new ServerInTest(
        database,
        mail,
        GatehouseServer.start(Configuration.of(properties), Clock.systemUTC(), Map.of()));
  }

  private static Map<String, String> properties(
      Path folder, TestDatabase database, MailCatcher mail) throws IOException {
    Path secrets = Files.createDirectories(folder.resolve("secrets"));
    MasterKey.generate(new Csprng(CryptoProviders.jdk())).writeNew(secrets.resolve("master-key"));
    Files.writeString(secrets.resolve("bench"), SECRET);
    Files.writeString(secrets.resolve("bench-machine"), SECRET);
    int port = freePort();
    Map<String, String> properties = new HashMap<>();
    properties.put("gatehouse.http.port", String.valueOf(port));
    properties.put("gatehouse.base-url", "http://localhost:" + port);
    properties.put("gatehouse.allow-shared-origin", "true");
    properties.put("gatehouse.database.url", database.jdbcUrl());
    properties.put("gatehouse.database.app-password", "of-the-application");
    properties.put("gatehouse.database.worker-password", "of-the-worker");
    properties.put("gatehouse.realms-dir", GatehouseContender.writeRealms(folder).toString());
    properties.put("gatehouse.secrets-dir", secrets.toString());
    properties.put("gatehouse.master-key-file", secrets.resolve("master-key").toString());
    properties.put("gatehouse.smtp.host", mail.host());
    properties.put("gatehouse.smtp.port", String.valueOf(mail.port()));
    properties.put("gatehouse.smtp.security", "none");
    return properties;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private URI base() {
    return URI.create("http://localhost:" + server.port());
  }

  Registration registration(Kind kind) throws IOException {
    URI issuer = base().resolve("/r/" + GatehouseContender.realm(kind.algorithm()));
    return new Registration(Provider.discover(issuer), GatehouseContender.client(kind), SECRET);
  }

  Account newPerson() {
    for (String algorithm : List.of("ES256", "EdDSA")) {
      SignUp.at(base(), mail, GatehouseContender.realm(algorithm));
    }
    return SignUp.at(base(), mail, GatehouseContender.realm("RS256"));
  }

  @Override
  public void close() {
    server.close();
    mail.close();
    database.close();
  }
}
