package dev.gatehouse.postgres;

import dev.gatehouse.postgres.PostgresFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes a new cluster with {@code initdb}; one that was interrupted leaves no half cluster. */
final class ClusterCreation {

  private ClusterCreation() {}

  static void create(
      ClusterDirectory directory, PostgresBinaries binaries, RunAs runAs, ClusterSettings settings)
      throws IOException {
    String password = randomPassword();
    Path passwordForInitdb = directory.root().resolve("initdb.password");
    FileTree.delete(directory.freshData());
    directory.createFolderFor(directory.freshData(), runAs);
    try {
      directory.writeForLauncher(directory.passwordFile(), password);
      directory.writeForPostgres(passwordForInitdb, password, runAs);
      RunAs.Outcome outcome =
          runAs.run(
              binaries.program("initdb"),
              "--pgdata=" + directory.freshData(),
              "--username=" + Superuser.NAME,
              "--pwfile=" + passwordForInitdb,
              "--auth=scram-sha-256",
              "--data-checksums",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--no-instructions",
              settings.fsync() ? "--sync-method=fsync" : "--no-sync");
      if (!outcome.succeeded()) {
        throw new PostgresFailure(
            Kind.INITIALISATION_FAILED, "PostgreSQL's initdb failed:\n  " + outcome.output());
      }
    } finally {
      Files.deleteIfExists(passwordForInitdb);
    }
    directory.writeForLauncher(directory.durabilityFile(), settings.durability());
    Files.move(directory.freshData(), directory.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String randomPassword() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
