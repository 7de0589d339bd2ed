package dev.gatehouse.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.notify.MailTransport.DeliveryFailure;
import dev.gatehouse.server.notify.OutgoingMail.Sender;
import dev.gatehouse.server.page.mail.RenderedMail;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.storage.ConnectionPool;
import dev.gatehouse.server.storage.DatabaseRoles;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.server.storage.WorkerTransactions;
import dev.gatehouse.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class MailSenderTest {
  private static final EmailAddress ANNA = EmailAddress.parse("anna@example.com").orElseThrow();
  private static final Sender SENDER =
      new Sender("Monitrax", EmailAddress.parse("no-reply@monitrax.example").orElseThrow());

  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  private final Csprng random = new Csprng(CryptoProviders.jdk());
  private final Envelope envelope =
      new Envelope(CryptoProviders.jdk(), random, MasterKey.generate(random));
  private final List<String> delivered = new CopyOnWriteArrayList<>();
  private ServerDatabase database;
  private ConnectionPool worker;
  private RealmId realm;
  private TenantId tenant;

  @BeforeEach
  void createDatabase() {
    database = ServerDatabase.create();
    worker = ConnectionPool.open("test-worker", database.access(DatabaseRoles.WORKER), 4);
    realm = database.realm("monitrax");
    tenant = database.tenant(realm, "a");
  }

  @AfterEach
  void closeDatabase() {
    worker.close();
    database.close();
  }

  private void enqueue(TenantId into, String subject, Duration good) {
    RenderedMail content = new RenderedMail(subject, "text of " + subject, "<p>html</p>");
    OutgoingMail mail = new OutgoingMail("test", SENDER, ANNA, content, clock.instant().plus(good));
    database.in(
        clock,
        realm,
        into,
        tx -> {
          new MailOutbox(envelope, random).enqueue(tx, mail);
          return true;
        });
  }

  private MailSender sender(MailTransport transport) {
    return new MailSender(
        new WorkerTransactions(worker.jdbi(), clock), transport, envelope, clock, () -> 0.0);
  }

  private void deliver(UUID id, OutgoingMail mail) {
    assertThat(mail.to()).isEqualTo(ANNA);
    delivered.add(mail.content().subject());
  }

  private int rows(String where) {
    return database.execute("UPDATE gatehouse.mail SET kind = kind WHERE " + where);
  }

  @Test
  void sendDue_mailsOfAllTenants_areSentOnceAndWiped() {
    enqueue(tenant, "one", Duration.ofHours(1));
    enqueue(database.tenant(realm, "b"), "two", Duration.ofHours(1));
    assertThat(rows("position('one' in encode(sealed, 'escape')) > 0")).isZero();
    MailSender sender = sender(this::deliver);
    assertThat(sender.sendDue()).isEqualTo(2);
    assertThat(sender.sendDue()).isZero();
    assertThat(delivered).containsExactlyInAnyOrder("one", "two");
    assertThat(rows("sealed IS NULL AND sent_at IS NOT NULL")).isEqualTo(2);
  }

  @Test
  void sendDue_severalServersAtOnce_sendEachMailOnce() throws Exception {
    IntStream.range(0, 30).forEach(i -> enqueue(tenant, "mail " + i, Duration.ofHours(1)));
    Callable<Integer> server = () -> sender(this::deliver).sendDue();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> sent = threads.invokeAll(List.of(server, server, server, server));
      assertThat(sent.stream().mapToInt(Future::resultNow).sum()).isEqualTo(30);
    }
    assertThat(delivered).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void sendDue_failure_isTriedAgainLaterAndLater() {
    enqueue(tenant, "one", Duration.ofHours(1));
    MailTransport broken =
        (id, mail) -> {
          delivered.add("tried");
          throw new DeliveryFailure(false, "refused", new IllegalStateException());
        };
    MailSender sender = sender(broken);
    assertThat(sender.sendDue()).isZero();
    assertThat(sender.sendDue()).isZero();
    assertThat(delivered).hasSize(1);
    clock.advance(Duration.ofSeconds(5));
    sender.sendDue();
    clock.advance(Duration.ofSeconds(5));
    sender.sendDue();
    assertThat(delivered).hasSize(2);
    clock.advance(Duration.ofSeconds(5));
    assertThat(sender(this::deliver).sendDue()).isEqualTo(1);
    assertThat(delivered).containsExactly("tried", "tried", "one");
  }

  @Test
  void sendDue_permanentFailure_isGivenUpAndWiped() {
    enqueue(tenant, "one", Duration.ofHours(1));
    sender(
            (id, mail) -> {
              throw new DeliveryFailure(true, "no such mailbox 550", new IllegalStateException());
            })
        .sendDue();
    assertThat(rows("given_up_at IS NOT NULL AND sealed IS NULL AND last_error LIKE '%550'"))
        .isEqualTo(1);
    clock.advance(Duration.ofMinutes(30));
    assertThat(sender(this::deliver).sendDue()).isZero();
  }

  @Test
  void sendDue_linkExpiredMeanwhile_isNeverSent() {
    enqueue(tenant, "one", Duration.ofMinutes(30));
    clock.advance(Duration.ofMinutes(30));
    assertThat(sender(this::deliver).sendDue()).isZero();
    assertThat(delivered).isEmpty();
    assertThat(rows("given_up_at IS NOT NULL AND sealed IS NULL")).isEqualTo(1);
  }

  @Test
  void sendDue_serverThatDiedInTheMiddle_leavesTheMailToOthersAfterItsLease() {
    enqueue(tenant, "one", Duration.ofHours(1));
    new WorkerTransactions(worker.jdbi(), clock)
        .run(tx -> new JdbcMailQueueStore().claim(tx, MailSender.LEASE));
    assertThat(sender(this::deliver).sendDue()).isZero();
    clock.advance(MailSender.LEASE);
    assertThat(sender(this::deliver).sendDue()).isEqualTo(1);
  }

  @Test
  void sendDue_sealedForAnotherRow_isGivenUp() {
    enqueue(tenant, "one", Duration.ofHours(1));
    enqueue(tenant, "two", Duration.ofHours(1));
    database.execute(
        "UPDATE gatehouse.mail SET sealed = (SELECT sealed FROM gatehouse.mail ORDER BY mail_id LIMIT 1)");
    assertThat(sender(this::deliver).sendDue()).isEqualTo(1);
    assertThat(delivered).containsExactly("one");
    assertThat(rows("given_up_at IS NOT NULL AND last_error = 'seal broken'")).isEqualTo(1);
  }
}
