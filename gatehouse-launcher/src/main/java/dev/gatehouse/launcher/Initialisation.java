package dev.gatehouse.launcher;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.realm.ConfiguredSecrets;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.realm.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
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
    boolean needsKey = checkMasterKey();
    Schema schema = new Schema(database);
    RolePasswords passwords = new RolePasswords(surroundings, home, random);
    // before anything is drawn: what we can't open is not ours
    database
        .superuser()
        .ifPresentOrElse(
            superuser -> passwords.requireKnown(schema.rolesThere(superuser)),
            passwords::requireAll);
    if (needsKey) {
      createMasterKey(terminal);
    }
    RealmCatalog realms = RealmCatalog.load(home.realms(), clientSecrets());
    int applied = schema.bringForward(passwords.findOrDraw(), passwords::wrong);
    if (applied > 0) {
      terminal.good("schema brought forward by " + applied + (applied == 1 ? " step" : " steps"));
    }
    return new Installation(surroundings, home, database.url(), realms);
  }

  /** Folders and keys: what needs no database. */
  void prepareFolders() {
    PrivateFiles.folder(home.var());
    if (!home.secretsAreGiven() || !Files.isDirectory(home.secrets())) {
      PrivateFiles.folder(home.secrets());
    }
    PrivateFiles.folder(home.migratorSecrets());
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

  /**
   * The configured key, else our own file, which is made at the first start and never again.
   *
   * @return whether it is still to be made
   */
  private boolean checkMasterKey() {
    if (!MasterKeys.isGiven(surroundings) && !Files.exists(home.masterKey())) {
      refuseLostKey();
      return true;
    }
    MasterKeys.configured(surroundings, home).load();
    return false;
  }

  private void refuseLostKey() {
    // Passwords are drawn after the key: where they are, data may be sealed under a lost one.
    if (new SecretsFolder(home.secrets(), random).find(SecretsFolder.APP_PASSWORD).isPresent()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the master key "
              + home.masterKey()
              + " is gone, and nothing can be opened without it; put it back from your backup");
    }
  }

  private void createMasterKey(Terminal terminal) {
    try {
      MasterKey.generate(random).writeNew(home.masterKey());
    } catch (IOException e) {
      throw PrivateFiles.unusable(home.masterKey(), e);
    }
    terminal.good("master key made: " + home.masterKey() + ", to be kept in a safe place too");
  }
}
