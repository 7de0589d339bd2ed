package dev.gatehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.launcher.Bash.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./gatehouse} does before any Java runs. */
class ShellCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-h"})
  void help_namesEveryCommandAndExitCode(String word) {
    Outcome outcome = Bash.gatehouse(Map.of(), word);
    assertThat(outcome.code()).isZero();
    assertThat(outcome.text())
        .contains(
            "demo", "init", "up", "down", "audit tail", "audit export", "check", "test", "bench")
        .contains("3  no JDK 25 or newer", "7  the build failed");
  }

  @Test
  void unknownCommand_isWrongUse() {
    Outcome outcome = Bash.gatehouse(Map.of(), "fly");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.text())
        .isEqualTo("gatehouse: there is no command 'fly'; ./gatehouse help lists them");
  }

  @Test
  void test_withArguments_isWrongUse() {
    assertThat(Bash.gatehouse(Map.of(), "test", "--fast").code()).isEqualTo(2);
  }

  @Test
  void results_areSummedUpAsSurefireDoes() throws IOException {
    Path log =
        Files.writeString(
            folder.resolve("log"),
            """
            [INFO] Building gatehouse-ledger 0.1.0-SNAPSHOT                                    [2/8]
            [INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in A
            [INFO] Tests run: 12, Failures: 0, Errors: 0, Skipped: 0
            [INFO] Building gatehouse-server 0.1.0-SNAPSHOT                                    [5/8]
            [INFO] Results:
            [ERROR] Failures:
            [ERROR]   CodeTest.redeem_replayedCode_revokesFamily:31 expected: 1
            [ERROR] Tests run: 30, Failures: 1, Errors: 2, Skipped: 3
            [INFO] gatehouse-launcher ................................. SKIPPED
            """);
    Outcome outcome =
        Bash.run(
            Map.of(),
            "module_results '%s'; failed_tests '%s'; total_tests '%s'".formatted(log, log, log),
            "terminal",
            "verify");
    assertThat(outcome.text().lines().map(String::strip))
        .containsExactly(
            "gatehouse-ledger          12 tests  0 failed  0 skipped",
            "gatehouse-server          30 tests  3 failed  3 skipped",
            "gatehouse-launcher     not run: a module it needs failed",
            "Failures:",
            "CodeTest.redeem_replayedCode_revokesFamily:31 expected: 1",
            "Tests run: 42, Failures: 1, Errors: 2, Skipped: 3");
  }

  @Test
  void failedBuild_showsErrorsWithoutMavensAdvice() throws IOException {
    Files.createDirectories(folder.resolve("target"));
    Files.writeString(
        folder.resolve("target/log"),
        """
        [INFO] Scanning for projects...
        [ERROR] /src/Code.java:[7,9] cannot find symbol
        [ERROR] Failed to execute goal compile on project gatehouse-server -> [Help 1]
        [ERROR]
        [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
        [ERROR] [Help 1] http://cwiki.apache.org/confluence/display/MAVEN/MojoFailureException
        """);
    Outcome outcome =
        Bash.run(Map.of(), "ROOT='" + folder + "'; last_words target/log", "terminal", "build");
    assertThat(outcome.text())
        .isEqualTo(
            """
            /src/Code.java:[7,9] cannot find symbol
            Failed to execute goal compile on project gatehouse-server\
            """);
  }

  @Test
  void sourceDigest_followsContentAndNothingElse() throws IOException {
    Path pom = Files.writeString(folder.resolve("pom.xml"), "<project/>");
    Files.writeString(folder.resolve("mvnw"), "");
    Files.createDirectories(folder.resolve(".mvn"));
    Path module = Files.createDirectories(folder.resolve("gatehouse-a/src/main/java"));
    Files.writeString(folder.resolve("gatehouse-a/pom.xml"), "<project/>");
    Path source = Files.writeString(module.resolve("A.java"), "class A {}");
    String before = digest();

    Files.setLastModifiedTime(pom, java.nio.file.attribute.FileTime.fromMillis(0));
    assertThat(digest()).isEqualTo(before);
    Files.writeString(source, "class A { }");
    assertThat(digest()).isNotEqualTo(before);
    Files.writeString(source, "class A {}");
    Files.createDirectories(folder.resolve("gatehouse-a/target"));
    Files.writeString(folder.resolve("gatehouse-a/target/a.jar"), "x");
    assertThat(digest()).isEqualTo(before);
    Files.delete(source);
    assertThat(digest()).isNotEqualTo(before);
  }

  private String digest() {
    return Bash.run(Map.of(), "ROOT='" + folder + "'; source_digest", "terminal", "build").text();
  }

  @Test
  void buildLock_ofAnEndedProcess_isTakenOver() throws IOException {
    Path lock = Files.createDirectories(folder.resolve("target/gatehouse-build.lock"));
    Files.writeString(lock.resolve("pid"), "999999999");
    Outcome outcome =
        Bash.run(
            Map.of(),
            "ROOT='" + folder + "'; take_build_lock; cat \"$ROOT/$BUILD_LOCK/pid\"; echo \" $$\"",
            "terminal",
            "build");
    assertThat(outcome.code()).isZero();
    String[] words = outcome.text().lines().toList().getLast().split(" ", -1);
    assertThat(words[0]).isEqualTo(words[1]);
    assertThat(lock).doesNotExist();
  }

  @Test
  void keycloakThatCannotBeHad_isSaidWithWhatToDo() {
    Outcome outcome =
        fetchKeycloak(
            """
            download_keycloak() {
              printf '[ERROR] Could not transfer artifact %s\\n' "$1" >"$ROOT/$KEYCLOAK_LOG"
              return 1
            }
            """);
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.text())
        .startsWith("Keycloak 26.7.3 can't be had; trying the newest")
        .contains("Could not transfer artifact RELEASE", "GATEHOUSE_KEYCLOAK_VERSION")
        .endsWith("the whole log is target/keycloak-download.log");
  }

  @Test
  void keycloakWithoutSpace_isNotBegun() {
    Outcome outcome = fetchKeycloak("df() { printf 'head\\ndisk 9 9 10 9%% /\\n'; }");
    assertThat(outcome.code()).isEqualTo(5);
    assertThat(outcome.text()).contains("Keycloak needs 2000 MB", "and 10 MB are free");
  }

  @Test
  void keycloakThatIsThere_isNotFetchedAgain() throws IOException {
    Path there = Files.createDirectories(folder.resolve("benchmarks/target/keycloak"));
    Files.writeString(there.resolve("keycloak-quarkus-dist-26.7.3.tar.gz"), "");
    assertThat(fetchKeycloak("download_keycloak() { say downloading; }"))
        .isEqualTo(new Outcome(0, ""));
  }

  private Outcome fetchKeycloak(String stand) {
    String script =
        "ROOT='%s'; mkdir -p \"$ROOT/target\"; %s\nfetch_keycloak".formatted(folder, stand);
    return Bash.run(Map.of(), script, "terminal", "build", "bench");
  }
}
