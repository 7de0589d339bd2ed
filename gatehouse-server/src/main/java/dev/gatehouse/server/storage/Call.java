package dev.gatehouse.server.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run of a {@link Sql} statement: values by name, then what it gives. */
public final class Call {
  private final Statements statements;
  private final Sql sql;
  private final @Nullable Object[] values;

  Call(Statements statements, Sql sql) {
    this.statements = statements;
    this.sql = sql;
    this.values = new @Nullable Object[sql.names().size()];
  }

  /** Makes a value out of the row that the result stands on. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * Sets the parameter wherever it stands.
   *
   * @param value text, number, truth, bytes, UUID, {@link Instant}, a collection of texts, UUIDs or
   *     bytes, or null
   */
  public Call set(String name, @Nullable Object value) {
    boolean known = false;
    for (int i = 0; i < values.length; i++) {
      if (sql.names().get(i).equals(name)) {
        values[i] = value;
        known = true;
      }
    }
    if (!known) {
      throw new IllegalArgumentException("no parameter " + name + " in " + sql.text());
    }
    return this;
  }

  /** Runs it; how many rows it changed. */
  public int update() {
    return statements.run(this, PreparedStatement::getUpdateCount);
  }

  /** Runs it; the first row, if there is one. */
  public <T> Optional<T> first(Row<T> reader) {
    List<T> rows = list(reader);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  /** Runs it; every row. */
  public <T> List<T> list(Row<T> reader) {
    return statements.run(
        this,
        statement -> {
          List<T> rows = new ArrayList<>();
          try (ResultSet result = statement.getResultSet()) {
            while (result.next()) {
              rows.add(reader.read(result));
            }
          }
          return rows;
        });
  }

  /** Runs it last of all, in one round trip with the commit. A refusal drops it. */
  public void withCommit() {
    statements.runWithCommit(this);
  }

  Sql sql() {
    return sql;
  }

  /** One call that does what all of these do, which run the same statement. */
  static Call together(Statements statements, List<Call> calls) {
    Call first = calls.getFirst();
    if (calls.size() == 1) {
      return first;
    }
    Sql.Together rows =
        first
            .sql
            .together()
            .filter(_ -> calls.stream().allMatch(call -> call.sql == first.sql))
            .orElseThrow(() ->
                new IllegalStateException("several calls with a commit: " + first.sql.text()));
    Call all = new Call(statements, rows.statement());
    for (String name : Set.copyOf(rows.statement().names())) {
      List<Object> values = calls.stream().map(call -> call.value(name)).toList();
      if (rows.varying().contains(name)) {
        all.set(name, values);
      } else if (Set.copyOf(values).size() == 1) {
        all.set(name, values.getFirst());
      } else {
        throw new IllegalStateException(name + " differs in " + first.sql.text());
      }
    }
    return all;
  }

  private Object value(String name) {
    return Objects.requireNonNull(values[sql.names().indexOf(name)]);
  }

  /** Hands the values over, from the given place on. */
  void fill(PreparedStatement statement, int from) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      fill(statement, from + i, values[i]);
    }
  }

  private static void fill(PreparedStatement statement, int place, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(place, Types.OTHER);
      case byte[] bytes -> statement.setBytes(place, bytes);
      case Instant at -> statement.setObject(place, at.atOffset(ZoneOffset.UTC));
      case Collection<?> elements -> fill(statement, place, elements.toArray());
      default -> statement.setObject(place, value);
    }
  }

  private static void fill(PreparedStatement statement, int place, Object[] elements)
      throws SQLException {
    Connection connection = statement.getConnection();
    Object first = elements.length == 0 ? "" : elements[0];
    statement.setArray(
        place,
        switch (first) {
          case UUID _ -> connection.createArrayOf("uuid", elements);
          case byte[] _ ->
              connection.createArrayOf(
                  "bytea", Arrays.copyOf(elements, elements.length, byte[][].class));
          default -> connection.createArrayOf("text", elements);
        });
  }
}
