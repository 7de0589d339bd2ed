package dev.gatehouse.server.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.credential.FailedSignIns.Admission;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.principal.AddressKeys;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("database")
class FailedSignInsTest {
  private static final EmailAddress ANNA = EmailAddress.parse("anna@example.com").orElseThrow();
  private static final EmailAddress TWIN = EmailAddress.parse(" ANNA@EXAMPLE.COM").orElseThrow();
  private static final EmailAddress OTHER = EmailAddress.parse("other@example.com").orElseThrow();

  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  private final FailedSignIns failed = new FailedSignIns(new AddressKeys(macs()));
  private ServerDatabase database;
  private RealmId realm;

  private static Macs macs() {
    CryptoProviders providers = CryptoProviders.jdk();
    return new Macs(providers, MasterKey.generate(new Csprng(providers)));
  }

  @BeforeEach
  void createDatabase() {
    database = ServerDatabase.create();
    realm = database.realm("monitrax");
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  private Admission admit(EmailAddress address) {
    return database.in(clock, realm, tx -> failed.admit(tx, address));
  }

  private void admit(EmailAddress address, int times) {
    IntStream.range(0, times)
        .forEach(i -> assertThat(admit(address)).isEqualTo(new Admission.Admitted()));
  }

  @Test
  void admit_afterTenWrongTries_waitsThirtySeconds() {
    admit(ANNA, FailedSignIns.FREE);
    assertThat(admit(ANNA)).isEqualTo(new Admission.Locked(clock.instant().plusSeconds(30)));
    assertThat(admit(TWIN)).isInstanceOf(Admission.Locked.class);
    assertThat(admit(OTHER)).isEqualTo(new Admission.Admitted());
  }

  @Test
  void admit_onceTheWaitIsOver_letsOneTryThroughAndWaitsTwiceAsLong() {
    admit(ANNA, FailedSignIns.FREE);
    clock.advance(Duration.ofSeconds(29));
    assertThat(admit(ANNA)).isInstanceOf(Admission.Locked.class);
    clock.advance(Duration.ofSeconds(1));
    admit(ANNA, 1);
    assertThat(admit(ANNA)).isEqualTo(new Admission.Locked(clock.instant().plusSeconds(60)));
  }

  @Test
  void succeeded_clearsTheCount() {
    admit(ANNA, FailedSignIns.FREE - 1);
    database.in(
        clock,
        realm,
        tx -> {
          failed.succeeded(tx, TWIN);
          return true;
        });
    admit(ANNA, FailedSignIns.FREE);
  }

  @Test
  void admit_inAnotherRealm_countsApart() {
    admit(ANNA, FailedSignIns.FREE);
    RealmId helpdesk = database.realm("helpdesk");
    assertThat(database.<Admission>in(clock, helpdesk, tx -> failed.admit(tx, ANNA)))
        .isEqualTo(new Admission.Admitted());
  }

  @Test
  void admit_fortyTriesInParallel_exactlyTenAreLookedAt() throws Exception {
    Callable<Admission> attempt = () -> admit(ANNA);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Admission>> admissions =
          threads.invokeAll(IntStream.range(0, 40).mapToObj(i -> attempt).toList());
      assertThat(admissions.stream().map(Future::resultNow))
          .filteredOn(Admission.Admitted.class::isInstance)
          .hasSize(FailedSignIns.FREE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10,PT30S",
    "11,PT1M",
    "12,PT2M",
    "13,PT4M",
    "14,PT8M",
    "15,PT15M",
    "16,PT15M",
    "1000000,PT15M"
  })
  void waitAfter_tries_doublesUpToAQuarterOfAnHour(int tries, Duration wait) {
    assertThat(FailedSignIns.waitAfter(tries)).isEqualTo(wait);
  }
}
