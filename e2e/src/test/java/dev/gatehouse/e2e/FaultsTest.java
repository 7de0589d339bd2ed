package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Exchange;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A killed server, a stopped database, and two servers that share one. */
@BlackBox
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration AT_ONCE = Duration.ofSeconds(2);
  private static final int CALLERS = 8;

  private final Installation installation = Installation.create();
  private final Person person = Person.called("Jonas Keller");

  @BeforeAll
  void start() {
    installation.up();
    person.register(installation);
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  @Test
  void killedServer_startsAgain_sessionAndRefreshTokenLive() {
    HttpDriver browser = signedIn();
    Tokens tokens = redeem(browser);

    installation.killServer();
    installation.up();

    assertThat(browser.get("/r/monitrax/account").expect(200).text()).contains(person.email());
    Tokens refreshed = Tokens.of(Tokens.post(browser, tokens.refreshment(), same -> same));
    assertThat(refreshed.refresh()).isNotEqualTo(tokens.refresh());
  }

  @Test
  void stoppedDatabase_is503WithinTwoSeconds_andRecoversByItself() {
    HttpDriver browser = signedIn();
    Tokens tokens = redeem(browser);
    DatabaseProcess database = installation.database();

    database.stop();
    for (String path : List.of("/r/monitrax/account", "/r/monitrax/sign-in")) {
      expectUnavailable(() -> browser.get(path));
    }
    expectUnavailable(() -> Tokens.post(browser, tokens.refreshment(), same -> same));
    assertThat(browser.get("/health/ready").status()).isEqualTo(503);
    assertThat(browser.get("/health/live").status()).isEqualTo(200);

    database.startAgain();
    Waiting.until("ready", PATIENCE, () -> browser.get("/health/ready").status() == 200);
    browser.get("/r/monitrax/account").expect(200);
    Tokens.of(Tokens.post(browser, tokens.refreshment(), same -> same));
  }

  private static void expectUnavailable(Supplier<Page> request) {
    long before = System.nanoTime();
    Page page = request.get();
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .as(page.toString())
        .isLessThan(AT_ONCE);
    assertThat(page.status()).as(page.toString()).isEqualTo(503);
    assertThat(page.header("Retry-After")).isPresent();
    assertThat(page.body()).doesNotContainIgnoringCase("postgres").doesNotContain("SQL");
  }

  @Test
  void twoServers_oneDatabase_areOne() throws Exception {
    try (Installation other = installation.beside()) {
      other.up();
      HttpDriver browser = signedIn();

      String account = other.address().resolve("/r/monitrax/account").toString();
      Page there = asThere(browser, "GET", account).send();
      assertThat(there.expect(200).text()).contains(person.email());

      Tokens tokens = redeem(browser);
      Tokens.of(refreshAt(other, tokens));

      Tokens.Code code = Tokens.authorize(browser);
      List<Page> answers = redeemEverywhere(code, List.of(installation, other));
      assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
      assertThat(answers)
          .filteredOn(answer -> answer.status() != 200)
          .hasSize(CALLERS - 1)
          .allSatisfy(answer ->
              assertThat(answer.expect(400).json().path("error").asString())
                  .isEqualTo("invalid_grant"));
    }
  }

  private Page refreshAt(Installation server, Tokens tokens) {
    try (HttpDriver program = HttpDriver.at(server.address())) {
      return Tokens.post(program, tokens.refreshment(), this::toSharedHost);
    }
  }

  /** All at once, half of them at each server. */
  private List<Page> redeemEverywhere(Tokens.Code code, List<Installation> servers)
      throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Page>> calls = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        Installation server = servers.get(i % servers.size());
        calls.add(
            threads.submit(() -> {
              start.await();
              try (HttpDriver program = HttpDriver.at(server.address())) {
                return Tokens.post(program, code.redemption(), this::toSharedHost);
              }
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

  private Exchange asThere(HttpDriver browser, String method, String target) {
    // The session's cookie belongs to the host that people know, whichever server answers.
    String cookies = browser.cookies().header(installation.base()).orElseThrow();
    return toSharedHost(browser.request(method, target).withoutCookies()).header("Cookie", cookies);
  }

  private Exchange toSharedHost(Exchange exchange) {
    return exchange.header("Host", installation.base().getAuthority());
  }

  private HttpDriver signedIn() {
    HttpDriver browser = installation.browser();
    person.signIn(browser);
    browser.get("/r/monitrax/account").expect(200);
    return browser;
  }

  private static Tokens redeem(HttpDriver browser) {
    Tokens.Code code = Tokens.authorize(browser);
    return Tokens.of(Tokens.post(browser, code.redemption(), same -> same));
  }
}
