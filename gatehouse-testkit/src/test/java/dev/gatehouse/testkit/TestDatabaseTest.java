package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class TestDatabaseTest {

  @Test
  void create_twice_twoEmptyDatabasesOnOneServer() throws SQLException {
    try (TestDatabase first = TestDatabase.create();
        TestDatabase second = TestDatabase.create()) {
      run(first, "CREATE TABLE only_here (n int)");

      assertThat(second.port()).isEqualTo(first.port());
      assertThat(ask(second, "SELECT to_regclass('only_here') IS NULL")).isEqualTo("t");
      assertThat(ask(first, "SELECT count(*) FROM only_here")).isEqualTo("0");
    }
  }

  @Test
  void copyOf_filledOnce_eachCopyItsOwn() throws SQLException {
    AtomicInteger fillings = new AtomicInteger();
    TestDatabase first = TestDatabase.copyOf("one-row", database -> fill(database, fillings));
    TestDatabase second = TestDatabase.copyOf("one-row", database -> fill(database, fillings));
    try (first;
        second) {
      run(first, "INSERT INTO filled VALUES (2)");

      assertThat(fillings).hasValue(1);
      assertThat(ask(first, "SELECT count(*) FROM filled")).isEqualTo("2");
      assertThat(ask(second, "SELECT count(*) FROM filled")).isEqualTo("1");
    }
  }

  @Test
  void close_withOpenSession_drops() throws SQLException {
    TestDatabase database = TestDatabase.create();
    try (Connection open = DriverManager.getConnection(database.superuserJdbcUrl());
        TestDatabase observer = TestDatabase.create()) {
      assertThat(open.isValid(5)).isTrue();

      database.close();

      assertThat(
              ask(
                  observer,
                  "SELECT count(*) FROM pg_database WHERE datname = '" + database.name() + "'"))
          .isEqualTo("0");
    }
  }

  private static void fill(TestDatabase database, AtomicInteger fillings) {
    fillings.incrementAndGet();
    try {
      // The connection stays open on purpose.
      database
          .connectAsSuperuser()
          .createStatement()
          .execute("CREATE TABLE filled AS SELECT 1 AS n");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      assertThat(answer.next()).isTrue();
      return answer.getString(1);
    }
  }
}
