package dev.gatehouse.e2e;

import dev.gatehouse.postgres.ClusterSettings;
import dev.gatehouse.postgres.PostgresCluster;
import dev.gatehouse.postgres.RunningCluster;
import java.nio.file.Path;

/**
 * The PostgreSQL of an installation, to be stopped and started under the server's feet.
 *
 * @param cluster as it ran when it was found
 */
record DatabaseProcess(PostgresCluster home, RunningCluster cluster) {
  static DatabaseProcess in(Path directory) {
    PostgresCluster home = PostgresCluster.at(directory);
    return new DatabaseProcess(home, home.start(ClusterSettings.durable()));
  }

  String jdbcUrl(String database) {
    return cluster.jdbcUrl(database);
  }

  void stop() {
    home.stop();
  }

  /** At the address it had before. */
  void startAgain() {
    home.start(ClusterSettings.durable().withPort(cluster.port()));
  }
}
