package dev.gatehouse.launcher;

import dev.gatehouse.postgres.ClusterSettings;
import dev.gatehouse.postgres.PostgresCluster;
import dev.gatehouse.postgres.RunningCluster;
import dev.gatehouse.postgres.Superuser;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.storage.DatabaseAccess;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Optional;
import java.util.function.Consumer;

/** The PostgreSQL of an installation: a process of ours, or one that others run. */
sealed interface Database {
  /** The database's name, where we choose it. */
  String NAME = "gatehouse";

  /** JDBC URL without user and password. */
  String url();

  /** What may create roles and the database; absent where others did that. */
  Optional<DatabaseAccess> superuser();

  /** Ends what was started for this command, and nothing that ran before it. */
  void stopIfStarted();

  /**
   * A cluster in our own folder.
   *
   * @param cluster running
   */
  record Embedded(RunningCluster cluster) implements Database {
    @Override
    public String url() {
      return cluster.jdbcUrl(NAME);
    }

    @Override
    public Optional<DatabaseAccess> superuser() {
      Superuser superuser = cluster.superuser();
      return Optional.of(
          new DatabaseAccess(url(), superuser.name(), Secret.of(superuser.password())));
    }

    @Override
    public void stopIfStarted() {
      if (!cluster.attached()) {
        cluster.stop();
      }
    }
  }

  /** A server that somebody else runs. */
  record External(String url, Optional<DatabaseAccess> superuser) implements Database {
    @Override
    public void stopIfStarted() {
      // it isn't ours to stop
    }
  }

  /** Ends the embedded one, if there is one; false when nothing ran. */
  static boolean stopEmbedded(Home home) {
    return Files.exists(home.postgres()) && PostgresCluster.at(home.postgres()).stop();
  }

  /** Removes everything in it. */
  static void deleteWithAllData(Surroundings surroundings, Home home) {
    if (Files.exists(home.postgres(), LinkOption.NOFOLLOW_LINKS)) {
      PostgresCluster.at(home.postgres()).deleteWithAllData();
    }
    Optional<String> url = surroundings.variable("GATEHOUSE_DATABASE_URL");
    if (url.isPresent()) {
      Schema.dropDatabase(external(surroundings, url.get()));
    }
  }

  /** The one the environment names, else the embedded one, started where it doesn't run. */
  static Database open(Surroundings surroundings, Home home, Consumer<String> progress) {
    Optional<String> url = surroundings.variable("GATEHOUSE_DATABASE_URL");
    return url.isPresent()
        ? external(surroundings, url.get())
        : new Embedded(
            PostgresCluster.at(home.postgres(), progress).start(ClusterSettings.durable()));
  }

  private static Database external(Surroundings surroundings, String given) {
    String url = given.startsWith("jdbc:") ? given : "jdbc:" + given;
    if (!url.startsWith("jdbc:postgresql://") || url.contains("@")) {
      throw new CommandFailure(
          ExitCode.WRONG_USE,
          "GATEHOUSE_DATABASE_URL must read jdbc:postgresql://host:port/database, without user and"
              + " password");
    }
    Optional<String> user = surroundings.variable("GATEHOUSE_DATABASE_SUPERUSER");
    Optional<String> password = surroundings.variable("GATEHOUSE_DATABASE_SUPERUSER_PASSWORD");
    return new External(
        url, user.map(name -> new DatabaseAccess(url, name, Secret.of(password.orElse("")))));
  }
}
