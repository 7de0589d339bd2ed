package dev.gatehouse.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A running cluster. It outlives this object and the JVM; only {@link #stop()} ends it.
 *
 * @param directory where the cluster really lies, which is not always the directory asked for
 * @param attached true when it ran already
 */
public record RunningCluster(
    PostgresCluster cluster,
    Path directory,
    int port,
    long pid,
    Superuser superuser,
    boolean attached) {

  public String host() {
    return ClusterConfiguration.LOOPBACK;
  }

  /** The URL of a database of this cluster, without credentials. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + host() + ":" + port + "/" + database;
  }

  /** A connection as superuser, for whoever initialises the cluster. */
  public Connection connectAsSuperuser(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), superuser.name(), superuser.password());
  }

  /** Ends all sessions, writes everything out and ends the process. */
  public void stop() {
    cluster.stop();
  }
}
