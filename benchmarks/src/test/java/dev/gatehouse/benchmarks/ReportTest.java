package dev.gatehouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gatehouse.benchmarks.load.Latencies;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arithmetic of a run, and that its words follow it. */
class ReportTest {
  private static final Latencies NONE = Latencies.merged(List.of());

  private static Figures figures(long pieces, int seconds, int serverMillis, int databaseMillis) {
    return new Figures(
        pieces,
        Duration.ofSeconds(seconds),
        Duration.ofMillis(serverMillis),
        Duration.ofMillis(databaseMillis),
        NONE);
  }

  private static Result.OfKind kind(String name, Figures ours, Figures theirs) {
    return new Result.OfKind(
        name,
        50,
        List.of(
            new Result.Entry("Gatehouse", ours, NONE, 200),
            new Result.Entry("Keycloak 26", theirs, NONE, 600)));
  }

  private static Result.OfProvider provider(String name, int startMillis, double mebibytes) {
    return new Result.OfProvider(name, Duration.ofMillis(startMillis), mebibytes);
  }

  @Test
  void figures_areCountedEachPiece() {
    Figures figures =
        Figures.sum(List.of(figures(3000, 10, 600, 300), figures(1000, 10, 200, 100)));
    assertThat(figures.perSecond()).isEqualTo(200);
    assertThat(figures.serverMicros()).isEqualTo(200);
    assertThat(figures.databaseMicros()).isEqualTo(100);
    assertThat(figures.cpuMicros()).isEqualTo(300);
  }

  @Test
  void verdicts_besideAPeer_nameEveryTargetOfTheKind() {
    Result.OfKind tokens =
        kind("client-credentials-rs256", figures(8000, 2, 2400, 800), figures(1000, 2, 3000, 500));
    List<Verdict> verdicts =
        new Verdicts(
                List.of(provider("Gatehouse", 1500, 200), provider("Keycloak 26", 9000, 600)), 250)
            .of(List.of(tokens));
    assertThat(verdicts)
        .extracting(Verdict::what, Verdict::isHit)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("client-credentials-rs256, CPU", true),
            org.assertj.core.groups.Tuple.tuple(
                "client-credentials-rs256, CPU to a signature's", true),
            org.assertj.core.groups.Tuple.tuple(
                "client-credentials-rs256, a second to the peer's", true),
            org.assertj.core.groups.Tuple.tuple("start", true),
            org.assertj.core.groups.Tuple.tuple("memory after the load", true),
            org.assertj.core.groups.Tuple.tuple("start, to the peer's", true),
            org.assertj.core.groups.Tuple.tuple("memory, to the peer's", true));
    assertThat(verdicts.get(1).measured()).isCloseTo(1.6, within(0.001));
    assertThat(verdicts.get(2).measured()).isCloseTo(8, within(0.001));
  }

  @Test
  void verdicts_slowerThanTheTarget_areMissed() {
    Result.OfKind refresh = kind("refresh", figures(100, 1, 80, 20), figures(50, 1, 200, 100));
    List<Verdict> verdicts =
        new Verdicts(
                List.of(provider("Gatehouse", 2500, 400), provider("Keycloak 26", 3000, 500)), 250)
            .of(List.of(refresh));
    assertThat(verdicts).noneMatch(Verdict::isHit);
    assertThat(Report.verdicts(verdicts))
        .contains("refresh, a second to the peer's")
        .containsPattern("2\\.00× +≥ 7\\.00× +MISSED")
        .doesNotContain("hit");
  }

  @Test
  void verdicts_alone_haveNoRatioToAPeer() {
    Result.OfKind userinfo =
        new Result.OfKind(
            "userinfo",
            50,
            List.of(new Result.Entry("Gatehouse", figures(1000, 1, 50, 20), NONE, 200)));
    assertThat(new Verdicts(List.of(provider("Gatehouse", 1500, 200)), 250).of(List.of(userinfo)))
        .extracting(Verdict::what)
        .containsExactly("userinfo, CPU", "start", "memory after the load");
  }

  @Test
  void kind_showsBothAndTheirRatio() {
    String text =
        Report.kind(kind("refresh", figures(4000, 1, 2000, 800), figures(400, 1, 1600, 320)));
    assertThat(text.lines().map(line -> line.strip().replaceAll(" +", " ")))
        .startsWith(
            "refresh a second server µs database µs both µs p50 ms p99 ms RSS MiB",
            "Gatehouse 4,000 500 200 700 0.00 0.00 200",
            "Keycloak 26 400 4,000 800 4,800 0.00 0.00 600");
    assertThat(text).containsPattern("ratio +10\\.00× +0\\.13× +0\\.25× +0\\.15×");
  }
}
