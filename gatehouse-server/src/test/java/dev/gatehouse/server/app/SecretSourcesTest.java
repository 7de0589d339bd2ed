package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.AccessTokenSigning;
import dev.gatehouse.server.realm.ClientAuthentication;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.storage.DatabaseRoles;
import dev.gatehouse.server.storage.ServerDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every secret of a server from one place: files of a folder as Docker gives them, or the
 * environment.
 */
@Tag("database")
class SecretSourcesTest {
  private static final String STRONG = "u7Qk2mX9vB4tRz8LwN1cYp6HsJd3FgAe5K0o";
  private static final String MAIL = "the key of the mail server";

  @TempDir private Path folder;
  private final ServerDatabase database = ServerDatabase.create();

  /** By name of their files: master key, database, mail, and what realm files refer to. */
  private final Map<String, String> secrets = new HashMap<>();

  @BeforeEach
  void choose() throws IOException {
    Path masterKey = folder.resolve("made");
    MasterKey.generate(new Csprng(CryptoProviders.jdk())).writeNew(masterKey);
    secrets.put("master-key", Files.readString(masterKey).strip());
    Files.delete(masterKey);
    for (String role : new String[] {DatabaseRoles.APP, DatabaseRoles.WORKER}) {
      secrets.put(
          "database-" + role.replace("gatehouse_", "") + "-password",
          database.access(role).password().reveal());
    }
    secrets.put("smtp-password", MAIL);
    ShippedRealms.secrets().forEach(name -> secrets.put(name, STRONG + name));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("GATEHOUSE_BASE_URL", "http://localhost:8080");
    settings.put("GATEHOUSE_ALLOW_SHARED_ORIGIN", "true");
    settings.put("GATEHOUSE_DATABASE_URL", database.access(DatabaseRoles.APP).url());
    settings.put("GATEHOUSE_REALMS_DIR", ShippedRealms.FOLDER.toString());
    return settings;
  }

  /** One file a secret, for whoever is in the container to read. */
  private Path docker() throws IOException {
    Path run = Files.createDirectory(folder.resolve("secrets"));
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      Path file = run.resolve(secret.getKey());
      Files.writeString(file, secret.getValue() + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    }
    return run;
  }

  private static String variable(String name) {
    String upper = name.toUpperCase(Locale.ROOT).replace('-', '_');
    boolean ours = name.startsWith("database-") || name.startsWith("smtp-");
    return name.equals("master-key") || ours ? "GATEHOUSE_" + upper : "GATEHOUSE_SECRET_" + upper;
  }

  /** Brings it as far as a server that is about to listen, and looks what it found. */
  private void expectUsable(Map<String, String> environment) throws Exception {
    ServerConfig config = Configuration.load(environment);
    try (Foundation on = new Foundation(config, Clock.systemUTC(), environment)) {
      on.awaitDatabase();
      on.prepareDatabase();
      Realm stage06 = on.realms.find(new RealmId("stage06")).orElseThrow();
      assertThat(stage06.tokens().accessTokenSigning())
          .isInstanceOf(AccessTokenSigning.SharedSecret.class);
      assertThat(
              stage06.client(new ClientId("stage06-web")).orElseThrow().authentication()
                      instanceof ClientAuthentication.SharedSecret(var _, var digest)
                  && digest.matches(Secret.of(STRONG + "stage06-web")))
          .isTrue();
    }
    assertThat(
            Configuration.find(config.smtp().password(), config.secretsDir(), "smtp-password")
                .map(Secret::reveal))
        .contains(MAIL);
    assertThat(
            Configuration.find(
                    config.database().workerPassword(),
                    config.secretsDir(),
                    "database-worker-password")
                .map(Secret::reveal))
        .contains(database.access(DatabaseRoles.WORKER).password().reveal());
  }

  @Test
  void secrets_ofAFolderAsDockersAre_areEnough() throws Exception {
    Map<String, String> environment = settings();
    environment.put("GATEHOUSE_SECRETS_DIR", docker().toString());
    expectUsable(environment);
  }

  @Test
  void secrets_ofTheEnvironment_areEnough() throws Exception {
    Map<String, String> environment = settings();
    secrets.forEach((name, value) -> environment.put(variable(name), value));
    expectUsable(environment);
  }

  @Test
  void secretThatIsNowhere_stopsTheStart_andSaysWhereToPutIt() throws Exception {
    secrets.remove("stage06-web");
    Map<String, String> environment = settings();
    Path run = docker();
    environment.put("GATEHOUSE_SECRETS_DIR", run.toString());
    assertThatThrownBy(() -> expectUsable(environment))
        .hasMessageContaining(run.resolve("stage06-web").toString())
        .hasMessageContaining("GATEHOUSE_SECRET_STAGE06_WEB");
  }

  @Test
  void secretOfTheEnvironment_countsBeforeTheFolder() throws Exception {
    Map<String, String> environment = settings();
    secrets.put("stage06-web", STRONG + "of-the-folder");
    environment.put("GATEHOUSE_SECRETS_DIR", docker().toString());
    environment.put("GATEHOUSE_SECRET_STAGE06_WEB", STRONG + "stage06-web");
    expectUsable(environment);
  }
}
