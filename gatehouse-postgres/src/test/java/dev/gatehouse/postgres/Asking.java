package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One question to a cluster, its first answer as text. */
final class Asking {

  private Asking() {}

  static String ask(RunningCluster running, String sql) throws SQLException {
    try (Connection connection = running.connectAsSuperuser("postgres");
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      assertThat(answer.next()).isTrue();
      return answer.getString(1);
    }
  }
}
