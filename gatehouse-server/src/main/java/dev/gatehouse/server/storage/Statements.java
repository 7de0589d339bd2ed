package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One connection inside a transaction: realm and tenant named before anything else, lasting
 * statements and effects in order, the record with the commit.
 */
final class Statements {
  private static final String BEFORE_EFFECTS = "before_effects";

  private final Connection connection;
  private final JdbiHandles handles;
  private final Scope scope;
  private final List<Call> withCommit = new ArrayList<>(1);
  private @Nullable Handle handle;
  private boolean named;
  private boolean effectsBegan;

  /**
   * What a transaction may see and do.
   *
   * @param now its time
   */
  record Scope(RealmId realm, TenantId tenant, Sql.Extent extent, Instant now) {}

  Statements(Connection connection, JdbiHandles handles, Scope scope) {
    this.connection = connection;
    this.handles = handles;
    this.scope = scope;
  }

  Scope scope() {
    return scope;
  }

  Handle read() {
    return handle();
  }

  Call read(Sql sql) {
    return new Call(this, sql);
  }

  Handle lasting() {
    requireNoEffect();
    return handle();
  }

  Call lasting(Sql sql) {
    requireNoEffect();
    return new Call(this, sql);
  }

  Handle effect() {
    beginEffects();
    return handle();
  }

  Call effect(Sql sql) {
    beginEffects();
    return new Call(this, sql);
  }

  private void requireNoEffect() {
    if (effectsBegan) {
      throw new IllegalStateException("a lasting statement after an effect");
    }
  }

  private void beginEffects() {
    if (!effectsBegan) {
      name();
      execute("SAVEPOINT " + BEFORE_EFFECTS);
      effectsBegan = true;
    }
  }

  /** Goes back to before the first effect, and drops what was to run with the commit. */
  void undoEffects() {
    withCommit.clear();
    if (effectsBegan) {
      execute("ROLLBACK TO SAVEPOINT " + BEFORE_EFFECTS);
      effectsBegan = false;
    }
  }

  /** For the stores that go through JDBI. It never leaves this transaction, nor ends it. */
  private Handle handle() {
    if (scope.extent() == Sql.Extent.READS_ONCE) {
      throw new IllegalStateException("JDBI in a transaction that is one statement");
    }
    name();
    if (handle == null) {
      handle = handles.on(connection);
    }
    return handle;
  }

  // INVARIANT: no statement runs on the connection before this one has
  private void name() {
    if (named) {
      return;
    }
    String text = Sql.Naming.text(scope.extent());
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      fillNames(statement);
      statement.execute();
      named = true;
    } catch (SQLException failed) {
      throw new StatementFailed(text, failed);
    }
  }

  private void fillNames(PreparedStatement statement) throws SQLException {
    statement.setString(1, scope.realm().value());
    statement.setString(2, scope.tenant().value().toString());
  }

  /** Reads what a statement gave. */
  @FunctionalInterface
  interface Outcome<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  /** Runs a call; the first of a transaction in one round trip with the naming. */
  <T> T run(Call call, Outcome<T> outcome) {
    if (named && scope.extent() == Sql.Extent.READS_ONCE) {
      throw new IllegalStateException("a statement after the end: " + call.sql().text());
    }
    String text = named ? call.sql().text() : call.sql().naming(scope.extent());
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      if (named) {
        call.fill(statement, 1);
        statement.execute();
      } else {
        fillNames(statement);
        call.fill(statement, 3);
        statement.execute();
        named = true;
        statement.getMoreResults();
      }
      return outcome.of(statement);
    } catch (SQLException failed) {
      throw new StatementFailed(call.sql().text(), failed);
    }
  }

  void runWithCommit(Call call) {
    if (scope.extent() == Sql.Extent.READS_ONCE) {
      throw new IllegalStateException("a change in what reads once: " + call.sql().text());
    }
    withCommit.add(call);
  }

  /** Commits, after what was to run last. */
  void commit() {
    if (withCommit.isEmpty()) {
      commitNow();
      return;
    }
    if (scope.extent() != Sql.Extent.ACTS) {
      name();
    }
    Call last = Call.together(this, withCommit);
    String text = named ? last.sql().committing() : last.sql().namingAndCommitting();
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      if (!named) {
        fillNames(statement);
      }
      last.fill(statement, named ? 1 : 3);
      statement.execute();
    } catch (SQLException failed) {
      throw new StatementFailed(text, failed);
    }
  }

  private void commitNow() {
    try {
      connection.commit();
    } catch (SQLException failed) {
      throw new StatementFailed("COMMIT", failed);
    }
  }

  private void execute(String text) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    } catch (SQLException failed) {
      throw new StatementFailed(text, failed);
    }
  }
}
