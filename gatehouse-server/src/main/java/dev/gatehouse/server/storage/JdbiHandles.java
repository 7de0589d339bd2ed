package dev.gatehouse.server.storage;

import java.sql.Connection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.postgres.PostgresPlugin;

/** JDBI on connections that are open already: a transaction has one, however it is asked. */
final class JdbiHandles {
  private static final ScopedValue<Connection> OPEN = ScopedValue.newInstance();

  private final Jdbi jdbi = Jdbi.create(OPEN::get).installPlugin(new PostgresPlugin());

  JdbiHandles() {
    // an error names no value of its statement: hashes, names and addresses are among them
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
  }

  /** A handle that needs no closing: it has nothing but the connection. */
  Handle on(Connection connection) {
    return ScopedValue.where(OPEN, connection).call(jdbi::open);
  }
}
