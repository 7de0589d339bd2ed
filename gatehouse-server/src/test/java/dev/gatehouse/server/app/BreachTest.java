package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.Severity;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.Canary;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The wall between tenants breaks while the server runs. */
@Tag("database")
class BreachTest {
  private static final String HOLE =
      "CREATE POLICY hole ON gatehouse.canary TO gatehouse_app USING (true)";
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @Test
  void breach_whileServing_closesEveryRealmAndIsTold() {
    try (CapturedLog log = new CapturedLog();
        RunningServer server = RunningServer.start()) {
      HttpDriver browser = server.browser();
      browser.get(Visitor.REALM + "/sign-in").followAll().expect(200);
      server.database().execute(HOLE);
      await(browser);

      for (String path : List.of("/sign-in", "/account", "/oauth2/jwks", "/oauth2/userinfo")) {
        assertThat(browser.get(Visitor.REALM + path).expect(503).header("Retry-After")).isPresent();
      }
      browser.post(Visitor.REALM + "/oauth2/token", FormData.of("client_id", "x")).expect(503);
      browser.get("/health/live").expect(200);
      browser.get("/assets/gatehouse.css").expect(200);
      assertThat(log.lines())
          .anySatisfy(line -> assertThat(line).contains(" ERROR ", "ALERT isolation.breach"));
      assertThat(Records.all(server).stream().filter(r -> r.type().equals("isolation.breach")))
          .singleElement()
          .extracting(AuditRecord::severity, AuditRecord::realm)
          .containsExactly(Severity.HIGH, "operators");
      assertThatThrownBy(server::beside)
          .hasStackTraceContaining("not reviewed: policy hole on canary");
    }
  }

  private static void await(HttpDriver browser) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    // readiness would not do: this server's clock is the test's
    while (browser.get(Visitor.REALM + "/oauth2/jwks").status() != 503) {
      assertThat(System.nanoTime()).as("the probe saw nothing").isLessThan(deadline);
      LockSupport.parkNanos(100_000_000);
    }
  }

  @Test
  void breach_whoseRecordFails_isRecordedByALaterProbe_once() throws Refusal {
    try (ServerDatabase database = ServerDatabase.create()) {
      RealmId realm = database.realm("monitrax");
      Transactions transactions = database.transactions(Clock.systemUTC());
      Canary canary = new Canary(transactions, realm);
      canary.plant();
      AtomicInteger tries = new AtomicInteger();
      Readiness readiness =
          new Readiness(
              transactions,
              canary,
              realm,
              Clock.systemUTC(),
              () -> {
                if (tries.incrementAndGet() == 1) {
                  throw new IllegalStateException("no record now");
                }
              });
      readiness.probeWall();
      assertThat(readiness.wallStands()).isTrue();
      database.execute(HOLE);
      for (int i = 0; i < 4; i++) {
        readiness.probeWall();
      }
      assertThat(readiness.wallStands()).isFalse();
      assertThat(readiness.isReady()).isFalse();
      assertThat(tries).hasValue(2);
      database.execute("DROP POLICY hole ON gatehouse.canary");
      readiness.probeWall();
      assertThat(readiness.wallStands()).as("until it is started anew").isFalse();
    }
  }

  @Test
  void ownRow_takenAway_isNoBreach_andPlantedAnew() throws Refusal {
    try (ServerDatabase database = ServerDatabase.create()) {
      RealmId realm = database.realm("monitrax");
      Transactions transactions = database.transactions(Clock.systemUTC());
      Canary canary = new Canary(transactions, realm);
      canary.plant();
      Readiness readiness = new Readiness(transactions, canary, realm, Clock.systemUTC(), () -> {});
      database.execute("DELETE FROM gatehouse.canary");
      readiness.probeWall();
      assertThat(readiness.isReady()).isFalse();
      assertThat(readiness.wallStands()).isTrue();
      readiness.probeWall();
      assertThat(readiness.isReady()).isTrue();
    }
  }
}
