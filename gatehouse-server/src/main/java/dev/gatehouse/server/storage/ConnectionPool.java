package dev.gatehouse.server.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections of one role. Every wait is bounded so that a dead database is answered within two
 * seconds, and broken connections heal by themselves.
 */
public final class ConnectionPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);
  private static final Duration WAIT = Duration.ofMillis(1200);

  private final HikariDataSource source;

  private ConnectionPool(HikariDataSource source) {
    this.source = source;
  }

  /**
   * Opens lazily: a database that is down now may be up when it is needed.
   *
   * @param name for logs and thread names
   * @param size the most connections
   */
  public static ConnectionPool open(String name, DatabaseAccess access, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(access.url());
    config.setUsername(access.user());
    config.setPassword(access.password().reveal());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setConnectionTimeout(WAIT.toMillis());
    config.setValidationTimeout(500);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", name);
    config.addDataSourceProperty("currentSchema", "gatehouse");
    config.addDataSourceProperty("connectTimeout", "1");
    config.addDataSourceProperty("socketTimeout", "2");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("prepareThreshold", "2");
    config.addDataSourceProperty("logServerErrorDetail", "false");
    // planned once a connection and statement: the tenant and realm of a plan are settings, so no
    // plan is better for one value than for another, and planning under row security is dear
    config.addDataSourceProperty(
        "options",
        "-c statement_timeout=1500 -c idle_in_transaction_session_timeout=5000"
            + " -c plan_cache_mode=force_generic_plan -c jit=off");
    return new ConnectionPool(new HikariDataSource(config));
  }

  /**
   * Waits for a first connection: a database that starts along with us, and a process whose classes
   * are still being loaded, are slower than both will be.
   *
   * @throws DatabaseUnavailable when there is none in time
   */
  public void awaitConnection(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!connects(deadline)) {
      LOG.info("waiting for the database");
    }
  }

  private boolean connects(long deadline) {
    try (Connection _ = source.getConnection()) {
      return true;
    } catch (SQLException notYet) {
      if (System.nanoTime() > deadline) {
        throw new DatabaseUnavailable(notYet);
      }
      return false;
    }
  }

  /** One connection, auto-commit off. */
  Connection connection() throws SQLException {
    return source.getConnection();
  }

  /** The pool as JDBI. */
  public Jdbi jdbi() {
    Jdbi jdbi = Jdbi.create(source).installPlugin(new PostgresPlugin());
    // an error names no value of its statement: hashes, names and addresses are among them
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    return jdbi;
  }

  @Override
  public void close() {
    source.close();
  }
}
