package dev.gatehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Requirement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the server's process gets to know. */
class ServerEnvironmentTest {
  @Test
  @Requirement("POR-3.2")
  void superuserAndMigrator_neverReachTheServer() {
    Map<String, String> own =
        Map.of(
            "PATH", "/usr/bin",
            "GATEHOUSE_DATABASE_SUPERUSER", "postgres",
            "GATEHOUSE_DATABASE_SUPERUSER_PASSWORD", "s",
            "GATEHOUSE_DATABASE_MIGRATOR_PASSWORD", "m",
            "GATEHOUSE_SMTP_HOST", "mail.example",
            "PGPASSWORD", "p",
            "AWS_SECRET_ACCESS_KEY", "a");
    assertThat(ServerEnvironment.of(own, Map.of()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("PATH", "/usr/bin", "GATEHOUSE_SMTP_HOST", "mail.example"));
  }

  @Test
  void whatThePersonSet_winsOverOurDefaults() {
    assertThat(
            ServerEnvironment.of(
                Map.of("GATEHOUSE_HTTP_HOST", "0.0.0.0", "GATEHOUSE_BASE_URL", " "),
                Map.of("GATEHOUSE_HTTP_HOST", "127.0.0.1", "GATEHOUSE_BASE_URL", "http://x")))
        .containsEntry("GATEHOUSE_HTTP_HOST", "0.0.0.0")
        .containsEntry("GATEHOUSE_BASE_URL", "http://x");
  }
}
