package dev.gatehouse.launcher;

import java.nio.file.Path;

/**
 * The files of one installation. All of them belong to its owner alone.
 *
 * @param var everything that is written
 * @param secrets what the server may read: its two passwords, its master key, its clients' secrets
 * @param realms folder of realm files
 */
record Home(Path var, Path secrets, Path realms) {
  /** With secrets of its own. */
  static Home in(Path var, Path realms) {
    return new Home(var, ownSecrets(var), realms);
  }

  private static Path ownSecrets(Path var) {
    return var.resolve("secrets");
  }

  /** Whether the secrets lie in a folder that somebody else made and gives to us. */
  boolean secretsAreGiven() {
    return !secrets.equals(ownSecrets(var));
  }

  /** What the server never gets: the password that may change the schema. */
  Path migratorSecrets() {
    return var.resolve("migrator");
  }

  Path masterKey() {
    return secrets().resolve("master-key");
  }

  Path postgres() {
    return var.resolve("postgres");
  }

  /** Where the running server takes commands of this machine. */
  Path adminSocket() {
    return var.resolve("run").resolve("admin.sock");
  }

  Path serverLog() {
    return var.resolve("server.log");
  }

  Path processFile() {
    return var.resolve("server.process");
  }

  Path lockFile() {
    return var.resolve("launcher.lock");
  }
}
