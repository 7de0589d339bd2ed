package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunAsTest {

  private final RunAs runAs = RunAs.forThisProcess();

  @Test
  void run_anyCommand_isNeverRoot() {
    assertThat(runAs.run("id", "-u").output())
        .isEqualTo(Integer.toString(runAs.uid()))
        .isNotEqualTo("0");
    assertThat(runAs.run("id", "-G").output().split(" ", -1))
        .contains(Integer.toString(runAs.gid()))
        .doesNotContain("0");
  }

  @Test
  void run_anyCommand_inheritsNoSecretFromTheEnvironment() {
    assertThat(System.getenv()).hasSizeGreaterThan(3);

    assertThat(runAs.run("env").output().lines().map(line -> line.replaceFirst("=.*", "")))
        .containsOnly("PATH", "LC_ALL", "TZ");
  }
}
