package dev.gatehouse.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * An empty PostgreSQL database of its own for one test, on a server all tests of this JVM share.
 * The server is started by the first use and gone with the JVM; {@code
 * GATEHOUSE_TEST_DATABASE_URL}, a JDBC URL with user and password of a superuser, names another
 * one. Roles belong to the server, so they are shared.
 */
public final class TestDatabase implements AutoCloseable {

  private final TestServer server;
  private final String name;

  TestDatabase(TestServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /** A fresh empty database. */
  public static TestDatabase create() {
    return TestServer.shared().createFrom("template1");
  }

  /**
   * A fresh copy of a database that is filled once per JVM: migrate once, copy in milliseconds.
   *
   * @param template names what {@code fill} makes
   * @param fill gets the empty template; connections it leaves open are ended
   */
  public static TestDatabase copyOf(String template, Consumer<TestDatabase> fill) {
    TestServer server = TestServer.shared();
    return server.createFrom(server.template(template, fill));
  }

  public String name() {
    return name;
  }

  public String host() {
    return server.host();
  }

  public int port() {
    return server.port();
  }

  /** Without credentials. */
  public String jdbcUrl() {
    return server.jdbcUrl(name);
  }

  public String superuser() {
    return server.superuser();
  }

  public String superuserPassword() {
    return server.password();
  }

  /** With the superuser's credentials. */
  public String superuserJdbcUrl() {
    return server.superuserJdbcUrl(name);
  }

  public Connection connectAsSuperuser() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), superuser(), superuserPassword());
  }

  /** Drops the database, ending all its sessions. */
  @Override
  public void close() {
    server.drop(name);
  }
}
