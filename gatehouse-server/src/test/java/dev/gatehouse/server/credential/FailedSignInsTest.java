package dev.gatehouse.server.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.credential.FailedSignIns.Admission;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.principal.EmailAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("database")
class FailedSignInsTest {
  @AutoClose private final Counting on = new Counting();
  private final FailedSignIns failed = new FailedSignIns(on.keys);

  private Admission admit(EmailAddress address) {
    return on.database.in(on.clock, on.realm, tx -> failed.admit(tx, address));
  }

  private void admit(EmailAddress address, int times) {
    IntStream.range(0, times)
        .forEach(i -> assertThat(admit(address)).isEqualTo(new Admission.Admitted()));
  }

  @Test
  void admit_afterTenWrongTries_waitsThirtySeconds() {
    admit(Counting.ANNA, FailedSignIns.FREE);
    assertThat(admit(Counting.ANNA))
        .isEqualTo(new Admission.Locked(on.clock.instant().plusSeconds(30)));
    assertThat(admit(Counting.TWIN)).isInstanceOf(Admission.Locked.class);
    assertThat(admit(Counting.OTHER)).isEqualTo(new Admission.Admitted());
  }

  @Test
  void admit_onceTheWaitIsOver_letsOneTryThroughAndWaitsTwiceAsLong() {
    admit(Counting.ANNA, FailedSignIns.FREE);
    on.clock.advance(Duration.ofSeconds(29));
    assertThat(admit(Counting.ANNA)).isInstanceOf(Admission.Locked.class);
    on.clock.advance(Duration.ofSeconds(1));
    admit(Counting.ANNA, 1);
    assertThat(admit(Counting.ANNA))
        .isEqualTo(new Admission.Locked(on.clock.instant().plusSeconds(60)));
  }

  @Test
  void succeeded_clearsTheCount() {
    admit(Counting.ANNA, FailedSignIns.FREE - 1);
    on.database.in(
        on.clock,
        on.realm,
        tx -> {
          failed.succeeded(tx, Counting.TWIN);
          return true;
        });
    admit(Counting.ANNA, FailedSignIns.FREE);
  }

  @Test
  void admit_inAnotherRealm_countsApart() {
    admit(Counting.ANNA, FailedSignIns.FREE);
    RealmId helpdesk = on.database.realm("helpdesk");
    assertThat(on.database.<Admission>in(on.clock, helpdesk, tx -> failed.admit(tx, Counting.ANNA)))
        .isEqualTo(new Admission.Admitted());
  }

  @Test
  void admit_fortyTriesInParallel_exactlyTenAreLookedAt() throws Exception {
    Callable<Admission> attempt = () -> admit(Counting.ANNA);
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
