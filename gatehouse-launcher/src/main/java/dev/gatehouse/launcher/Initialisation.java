package dev.gatehouse.launcher;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.ConfiguredSecrets;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.realm.SecretSource;
import dev.gatehouse.server.storage.DatabaseRoles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/** Makes an installation usable: secrets, roles, tables. Changes nothing that is there. */
final class Initialisation {
  private final Surroundings surroundings;
  private final Home home;
  private final Csprng random = new Csprng(CryptoProviders.choose());

  Initialisation(Surroundings surroundings, Home home) {
    this.surroundings = surroundings;
    this.home = home;
  }

  /**
   * Draws the secrets that are missing and brings the database forward.
   *
   * @return the installation as the server will find it
   */
  Installation bringForward(Database database, Terminal terminal) {
    checkMasterKey(terminal);
    RealmCatalog realms = RealmCatalog.load(home.realms(), clientSecrets());
    Schema schema = new Schema(database, rolePasswords());
    int applied = schema.bringForward();
    if (applied > 0) {
      terminal.good("schema brought forward by " + applied + (applied == 1 ? " step" : " steps"));
    }
    return new Installation(surroundings, home, database.url(), realms);
  }

  /** Folders and keys: what needs no database. */
  void prepareFolders() {
    PrivateFiles.folder(home.var());
    PrivateFiles.folder(home.secrets());
    PrivateFiles.folder(home.migratorSecrets());
  }

  private Map<String, Secret> rolePasswords() {
    SecretsFolder server = new SecretsFolder(home.secrets(), random);
    SecretsFolder migrator = new SecretsFolder(home.migratorSecrets(), random);
    return Map.of(
        DatabaseRoles.APP, server.findOrDraw(SecretsFolder.APP_PASSWORD),
        DatabaseRoles.WORKER, server.findOrDraw(SecretsFolder.WORKER_PASSWORD),
        DatabaseRoles.MIGRATOR, migrator.findOrDraw(SecretsFolder.MIGRATOR_PASSWORD));
  }

  /**
   * Clients' secrets: those given, and drawn ones where a realm file names one that nobody gave.
   */
  private SecretSource clientSecrets() {
    ConfiguredSecrets given =
        new ConfiguredSecrets(Optional.of(home.secrets()), surroundings.environment());
    SecretsFolder folder = new SecretsFolder(home.secrets(), random);
    return name -> given.find(name).or(() -> Optional.of(folder.findOrDraw(name)));
  }

  /** The configured key, else our own file, which is made at the first start and never again. */
  private void checkMasterKey(Terminal terminal) {
    if (!MasterKeys.isGiven(surroundings) && !Files.exists(home.masterKey())) {
      createMasterKey(terminal);
    }
    MasterKeys.configured(surroundings, home).load();
  }

  private void createMasterKey(Terminal terminal) {
    // Passwords are drawn after the key: where they are, data may be sealed under a lost one.
    if (new SecretsFolder(home.secrets(), random).find(SecretsFolder.APP_PASSWORD).isPresent()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the master key "
              + home.masterKey()
              + " is gone, and nothing can be opened without it; put it back from your backup");
    }
    try {
      MasterKey.generate(random).writeNew(home.masterKey());
    } catch (IOException e) {
      throw PrivateFiles.unusable(home.masterKey(), e);
    }
    terminal.good("master key made: " + home.masterKey() + ", to be kept in a safe place too");
  }
}
