package dev.gatehouse.launcher;

import java.nio.file.Path;

/**
 * The files of one installation. All of them belong to its owner alone.
 *
 * @param var everything that is written
 * @param realms folder of realm files
 */
record Home(Path var, Path realms) {
  /** What the server may read: its two passwords, its master key, its clients' secrets. */
  Path secrets() {
    return var.resolve("secrets");
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
