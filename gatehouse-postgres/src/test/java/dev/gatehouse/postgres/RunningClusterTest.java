package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can be seen of a cluster that runs and isn't disturbed. */
@Tag("database")
class RunningClusterTest {

  private static Path folder;
  private static RunningCluster running;

  @BeforeAll
  static void start() throws IOException {
    Path target = Files.createDirectories(Path.of("target", "clusters").toAbsolutePath());
    folder = Files.createTempDirectory(target, "r");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    running =
        PostgresCluster.at(folder.resolve("cluster"))
            .start(ClusterSettings.unsafeForTestsWithoutFsync());
  }

  @AfterAll
  static void remove() throws IOException {
    running.cluster().deleteWithAllData();
    FileTree.delete(folder);
  }

  @Test
  void start_again_attaches() throws SQLException {
    RunningCluster second =
        PostgresCluster.at(folder.resolve("cluster"))
            .start(ClusterSettings.unsafeForTestsWithoutFsync());

    assertThat(second.attached()).isTrue();
    assertThat(second.pid()).isEqualTo(running.pid());
    assertThat(Asking.ask(second, "SELECT 'up'")).isEqualTo("up");
  }

  @Test
  void connect_withoutTheRightPassword_refused() throws SQLException {
    String url = running.jdbcUrl("postgres");
    String user = running.superuser().name();

    assertThatThrownBy(() -> DriverManager.getConnection(url, user, "wrong"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
    assertThatThrownBy(() -> DriverManager.getConnection(url, user, ""))
        .isInstanceOf(SQLException.class);
    assertThat(
            Asking.ask(
                running, "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"))
        .isEqualTo("scram-sha-256");
    assertThat(running.superuser().toString())
        .doesNotContain(running.superuser().password())
        .contains("[redacted]");
  }

  @Test
  void start_files_areClosedToOthers() throws IOException {
    assertThat(mode(running.directory().resolve("data"))).isEqualTo("rwx------");
    assertThat(mode(running.directory().resolve("log"))).isEqualTo("rwx------");
    assertThat(mode(running.directory())).startsWith("rwx").endsWith("---");
    assertThat(mode(running.directory().resolve("superuser.password"))).isEqualTo("rw-------");
    assertThat(running.directory().resolve("data/superuser.password")).doesNotExist();
    assertThat(running.directory().resolve("initdb.password")).doesNotExist();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }
}
