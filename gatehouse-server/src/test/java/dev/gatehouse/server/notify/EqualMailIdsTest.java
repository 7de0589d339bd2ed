package dev.gatehouse.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.ConnectionPool;
import dev.gatehouse.server.storage.DatabaseRoles;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.server.storage.WorkerTransactions;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The job that crosses tenants, with mails of the same id in two of them. */
@Tag("database")
class EqualMailIdsTest {
  @Test
  @Attack("T11")
  void mails_ofOneIdInTwoTenants_areTwo() {
    FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    MailQueueStore queue = new JdbcMailQueueStore();
    try (ServerDatabase database = ServerDatabase.create();
        ConnectionPool worker =
            ConnectionPool.open("worker", database.access(DatabaseRoles.WORKER), 1)) {
      RealmId realm = database.realm("monitrax");
      UUID id = UUID.randomUUID();
      List<TenantId> tenants =
          List.of(database.tenant(realm, "one"), database.tenant(realm, "other"));
      for (TenantId tenant : tenants) {
        database.execute(
            """
            INSERT INTO gatehouse.mail
              (tenant_id, mail_id, realm_id, kind, sealed, next_attempt_at, created_at, expires_at)
            VALUES (?, ?, 'monitrax', 'test', 'x', '2026-03-01T12:00Z', now(), '2026-03-02T12:00Z')
            """,
            tenant.value(),
            id);
      }
      WorkerTransactions transactions = new WorkerTransactions(worker.jdbi(), clock);
      Duration lease = Duration.ofMinutes(1);
      var first = transactions.run(tx -> queue.claim(tx, lease)).orElseThrow();
      var second = transactions.run(tx -> queue.claim(tx, lease)).orElseThrow();
      assertThat(List.of(first.tenant(), second.tenant()))
          .containsExactlyInAnyOrderElementsOf(tenants);
      transactions.run(tx -> {
        queue.sent(tx, first);
        return true;
      });
      assertThat(
              database.execute(
                  "UPDATE gatehouse.mail SET kind = kind WHERE sent_at IS NOT NULL AND tenant_id = ?",
                  first.tenant().value()))
          .isEqualTo(1);
      assertThat(
              database.execute(
                  "UPDATE gatehouse.mail SET kind = kind WHERE sent_at IS NULL AND tenant_id = ?",
                  second.tenant().value()))
          .isEqualTo(1);
    }
  }
}
