package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class CoverageIdsTest {

  @TempDir private Path folder;

  /** Run by the launcher below, never by the build. */
  @Requirement("MON-1")
  static class Sample {

    @Test
    @Attack({"O3", "O4"})
    void passes() {}

    @Test
    @Attack("O5")
    void fails() {
      throw new IllegalStateException("on purpose");
    }

    @Test
    @Attack("O6")
    void aborts() {
      Assumptions.abort("on purpose");
    }

    @Test
    @Disabled
    @Attack("O7")
    void skipped() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Asvs("V10.4.1")
    void failsOnce(int run) {
      Assumptions.assumeTrue(true);
      assertThat(run).isNotEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Asvs("V10.4.2")
    void passesTwice(int run) {
      assertThat(run).isPositive();
    }

    @Nested
    class Inside {
      @Test
      void passes() {}
    }
  }

  @Test
  void run_mixedTests_onlyThePassedOnesCount() throws IOException {
    Path file = folder.resolve("coverage-ids.tsv");
    String other = "attack\tX1\t" + CoverageIdsTest.class.getName() + "#other\n";
    Files.writeString(
        file,
        other
            + "attack\tO5\t"
            + Sample.class.getName()
            + "#fails\nattack\tX2\tgone.ClassTest#test\n");

    run(file);
    run(file);

    String sample = Sample.class.getName();
    assertThat(file)
        .content()
        .isEqualTo(
            String.join(
                "\n",
                "asvs\tV10.4.2\t" + sample + "#passesTwice",
                "attack\tO3\t" + sample + "#passes",
                "attack\tO4\t" + sample + "#passes",
                other.strip(),
                "requirement\tMON-1\t" + sample + "#passes",
                "requirement\tMON-1\t" + sample + "#passesTwice",
                "requirement\tMON-1\t" + sample + "$Inside#passes",
                ""));
  }

  private static void run(Path file) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Sample.class)).build();
    LauncherConfig config =
        LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    LauncherFactory.create(config).execute(request, new CoverageIds(file));
  }
}
