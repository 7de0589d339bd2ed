package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ClusterSettings;
import dev.gatehouse.postgres.PostgresCluster;
import dev.gatehouse.postgres.RunningCluster;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A refresh token that comes a second time, whatever happened to server and database between. */
@BlackBox
class RefreshReuseTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Person person = Person.called("Noor Haddad");

  @Test
  @Attack("O7")
  void refreshToken_usedTwice_hasOneSuccessorAndEndsItsFamily_throughRestartAndFailover()
      throws Exception {
    Path folder =
        Project.target().resolve("var").resolve(ProcessHandle.current().pid() + "-primary");
    PostgresCluster cluster = PostgresCluster.at(folder);
    RunningCluster primary = cluster.start(ClusterSettings.durable());
    try (Standby standby = Standby.of(primary);
        Installation installation = Installation.on(address(primary, standby))) {
      installation.up();
      person.register(installation);
      HttpDriver browser = installation.browser();
      person.signIn(browser);

      reusedAfterRotation(browser);
      usedAtOnce(installation, browser);
      retriedWithinGrace(installation, browser);

      Tokens[] beforeRestart = rotated(browser);
      Tokens untouched = tokens(browser);
      installation.killServer();
      installation.up();
      expectReuse(browser, beforeRestart);
      Tokens kept = refreshed(browser, untouched);

      Tokens[] beforeFailover = rotated(browser);
      standby.takeOver();
      Waiting.until(
          "ready on the standby", PATIENCE, () -> browser.get("/health/ready").status() == 200);
      expectReuse(browser, beforeFailover);
      List<Page> answers = atOnce(installation, refreshed(browser, kept), 20);
      assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
      reusedAfterRotation(browser);

      // rotation, each of the parallel rounds, restart, failover: each was noticed as what it is
      assertThat(
              installation.export("monitrax").stream()
                  .filter(record -> record.path("reason").asString("").equals("refresh_reused"))
                  .map(record -> record.path("severity").asString("")))
          .hasSizeGreaterThanOrEqualTo(8)
          .containsOnly("high");
    } finally {
      cluster.deleteWithAllData();
    }
  }

  /** As people write it for libpq, primary and standby named. */
  private static String address(RunningCluster primary, Standby standby) {
    return "postgres://%s:%s@%s:%d,%s:%d/gatehouse?targetServerType=primary&connectTimeout=2"
        .formatted(
            primary.superuser().name(),
            primary.superuser().password(),
            primary.host(),
            primary.port(),
            primary.host(),
            standby.port());
  }

  private static void reusedAfterRotation(HttpDriver browser) {
    expectReuse(browser, rotated(browser));
  }

  /** A used one and its successor. */
  private static Tokens[] rotated(HttpDriver browser) {
    Tokens first = tokens(browser);
    return new Tokens[] {first, refreshed(browser, first)};
  }

  private static Tokens tokens(HttpDriver browser) {
    Tokens.Code code = Tokens.authorize(browser);
    return Tokens.of(Tokens.post(browser, code.redemption(), same -> same));
  }

  private static Tokens refreshed(HttpDriver browser, Tokens tokens) {
    return Tokens.of(Tokens.post(browser, tokens.refreshment(), same -> same));
  }

  /** The used one is refused, and what came of it is dead: refresh and access. */
  private static void expectReuse(HttpDriver browser, Tokens... usedAndSuccessor) {
    for (Tokens tokens : usedAndSuccessor) {
      expectInvalidGrant(Tokens.post(browser, tokens.refreshment(), same -> same));
    }
    for (Tokens tokens : usedAndSuccessor) {
      assertThat(userInfo(browser, tokens).status()).isEqualTo(401);
    }
  }

  private static Page userInfo(HttpDriver browser, Tokens tokens) {
    return browser
        .request("GET", "/r/monitrax/oauth2/userinfo")
        .asProgram()
        .bearer(tokens.access())
        .send();
  }

  private static void expectInvalidGrant(Page answer) {
    assertThat(answer.expect(400).json().path("error").asString()).isEqualTo("invalid_grant");
  }

  private static void usedAtOnce(Installation installation, HttpDriver browser) throws Exception {
    for (int callers : List.of(2, 3, 10, 30, 100)) {
      Tokens tokens = tokens(browser);
      List<Page> answers = atOnce(installation, tokens, callers);
      List<Page> won = answers.stream().filter(answer -> answer.status() == 200).toList();
      assertThat(won).as(callers + " at once").hasSize(1);
      // one that could not be answered in time is 503 and tells nothing either
      assertThat(answers.stream().map(Page::status).filter(status -> status != 200))
          .as(callers + " at once")
          .hasSize(callers - 1)
          .allMatch(status -> status == 400 || status == 503);
      expectReuse(browser, tokens, Tokens.of(won.getFirst()));
    }
  }

  private static List<Page> atOnce(Installation installation, Tokens tokens, int callers)
      throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Page>> calls = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpDriver program = HttpDriver.at(installation.base())) {
      for (int i = 0; i < callers; i++) {
        calls.add(
            threads.submit(() -> {
              start.await();
              return Tokens.post(program, tokens.refreshment(), same -> same);
            }));
      }
      start.countDown();
      List<Page> answers = new ArrayList<>();
      for (Future<Page> call : calls) {
        answers.add(call.get());
      }
      return answers;
    }
  }

  /** A client that registered with grace: a retry gets the same successor, until that is used. */
  private static void retriedWithinGrace(Installation installation, HttpDriver browser) {
    Tokens.Patient client = new Tokens.Patient("monitrax-web", installation.secret("monitrax-web"));
    Tokens first = client.redeem(browser);
    Tokens second = Tokens.of(client.refresh(browser, first));
    assertThat(Tokens.of(client.refresh(browser, first)).refresh()).isEqualTo(second.refresh());
    // another client gains nothing by knowing it, and spends nothing
    expectInvalidGrant(Tokens.post(browser, first.refreshment(), same -> same));
    Tokens third = Tokens.of(client.refresh(browser, second));
    expectInvalidGrant(client.refresh(browser, first));
    expectInvalidGrant(client.refresh(browser, third));
  }
}
