package dev.gatehouse.launcher;

import dev.gatehouse.postgres.ClusterSettings;
import dev.gatehouse.postgres.PostgresCluster;
import dev.gatehouse.postgres.RunningCluster;
import dev.gatehouse.postgres.Superuser;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.storage.DatabaseAccess;
import dev.gatehouse.server.storage.DatabaseUrl;
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

  /** What the database is called. */
  default String name() {
    return DatabaseUrl.parse(url()).database();
  }

  /** JDBC URL of another database of the same server. */
  String beside(String other);

  /** Whether it is marked as the demo's, which each demo empties. */
  boolean demo();

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
    public String beside(String other) {
      return cluster.jdbcUrl(other);
    }

    @Override
    public boolean demo() {
      return false;
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

  /**
   * A server that somebody else runs.
   *
   * @param demo whether the demo's database is meant, and no other
   */
  record External(DatabaseUrl address, Optional<DatabaseAccess> superuser, boolean demo)
      implements Database {
    @Override
    public String url() {
      return address.jdbc();
    }

    @Override
    public String beside(String other) {
      return address.beside(other);
    }

    @Override
    public void stopIfStarted() {
      // it isn't ours to stop
    }
  }

  /** Ends the embedded one, if there is one; false when nothing ran. */
  static boolean stopEmbedded(Home home) {
    return Files.exists(home.postgres()) && PostgresCluster.at(home.postgres()).stop();
  }

  /** Removes everything of the demo in it. */
  static void deleteDemo(Surroundings surroundings, Home home) {
    if (Files.exists(home.postgres(), LinkOption.NOFOLLOW_LINKS)) {
      PostgresCluster.at(home.postgres()).deleteWithAllData();
    }
    external(surroundings).ifPresent(DemoDatabase::empty);
  }

  /** The one the environment names, else the embedded one, started where it doesn't run. */
  static Database open(Surroundings surroundings, Home home, Consumer<String> progress) {
    Optional<External> external = external(surroundings);
    return external.isPresent()
        ? external.get()
        : new Embedded(
            PostgresCluster.at(home.postgres(), progress).start(ClusterSettings.durable()));
  }

  private static Optional<External> external(Surroundings surroundings) {
    return surroundings
        .databaseUrl()
        .map(url -> new External(url, superuser(surroundings, url), surroundings.demo()));
  }

  /** The one that the variables name, else the one in the address. */
  private static Optional<DatabaseAccess> superuser(Surroundings surroundings, DatabaseUrl url) {
    Secret password =
        Secret.of(surroundings.variable("GATEHOUSE_DATABASE_SUPERUSER_PASSWORD").orElse(""));
    return surroundings
        .variable("GATEHOUSE_DATABASE_SUPERUSER")
        .map(name -> new DatabaseAccess(url.jdbc(), name, password))
        .or(() ->
            url.login()
                .map(login -> new DatabaseAccess(url.jdbc(), login.user(), login.password())));
  }
}
