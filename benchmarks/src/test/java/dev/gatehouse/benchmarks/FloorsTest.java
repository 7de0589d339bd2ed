package dev.gatehouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.kernel.Refusal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One turn of what the benchmarks repeat, so that they are known to run. */
class FloorsTest {
  @ParameterizedTest
  @EnumSource(SigningAlgorithm.class)
  void signing_oneTurn_signs(SigningAlgorithm algorithm) {
    SigningBenchmark benchmark = new SigningBenchmark();
    benchmark.algorithm = algorithm;
    benchmark.prepare();
    assertThat(benchmark.signature()).hasSize(algorithm == SigningAlgorithm.RS256 ? 256 : 64);
    assertThat(benchmark.token().split("\\.", -1)).hasSize(3);
  }

  @Test
  void hashing_oneTurn_hashesAtTheStatedCost() throws Refusal {
    assertThat(new PasswordHashBenchmark().hash()).startsWith("$argon2id$v=19$m=7168,t=5,p=1$");
  }

  @Test
  void deciding_oneTurn_decidesAsItsNameSays() {
    PolicyBenchmark benchmark = new PolicyBenchmark();
    assertThat(benchmark.role().allowed()).isTrue();
    assertThat(benchmark.noRole().allowed()).isFalse();
    assertThat(benchmark.ownership().allowed()).isTrue();
    assertThat(benchmark.timeAndPlace().allowed()).isTrue();
    assertThat(benchmark.missingValue().words()).contains("resource.parent.owner is missing");
  }

  @Test
  void usage_ofThisProcess_isPlausible() {
    long self = ProcessHandle.current().pid();
    assertThat(ProcessUsage.cpuTime(self)).isPositive().isLessThan(Duration.ofHours(1));
    assertThat(ProcessUsage.cpuTimeOfTree(self)).isGreaterThanOrEqualTo(Duration.ofMillis(10));
    assertThat(ProcessUsage.residentMebibytes(self)).isBetween(20.0, 4000.0);
  }
}
