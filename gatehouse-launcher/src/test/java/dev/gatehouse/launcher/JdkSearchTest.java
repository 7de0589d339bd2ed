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
import org.junit.jupiter.params.provider.CsvSource;

/** How the shell finds a JDK, and what it says when there is none. */
class JdkSearchTest {
  private static final String SEARCH = "find_jdk; printf 'found %s' \"$JAVA_HOME\"";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "25,25",
    "25.0.3,25",
    "25-ea,25",
    "26.0.1+7,26",
    "17.0.15,17",
    "1.8.0_392,8",
    "'',''",
    "unknown,''"
  })
  void majorVersion_readsEveryStyle(String version, String major) {
    assertThat(Bash.run(Map.of(), "major_version '" + version + "'", "terminal", "jdk").text())
        .isEqualTo(major);
  }

  @Test
  void javaHome_isTakenWhenNewEnough() {
    Path jdk = Bash.fakeJdk(folder.resolve("jdk"), "25.0.3");
    assertThat(search(Map.of("JAVA_HOME", jdk.toString())).text()).isEqualTo("found " + jdk);
  }

  @Test
  void javaHome_isPassedOverWhenOld() {
    Path old = Bash.fakeJdk(folder.resolve("old"), "17.0.15");
    Path jdk = Bash.fakeJdk(folder.resolve("home/.sdkman/candidates/java/999-tem"), "999.0.1");
    assertThat(search(Map.of("JAVA_HOME", old.toString()), "MINIMUM_JDK=998;").text())
        .isEqualTo("found " + jdk);
  }

  @Test
  void path_isFollowedThroughLinks() throws IOException {
    Path jdk = Bash.fakeJdk(folder.resolve("jdk"), "25");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("java"), Path.of("../jdk/bin/java"));
    assertThat(search(Map.of("PATH", bin + ":/usr/bin:/bin")).text())
        .isEqualTo("found " + jdk.toRealPath());
  }

  @Test
  void runtimeWithoutCompiler_isNoJdk() throws IOException {
    Path runtime = Bash.fakeJdk(folder.resolve("jre"), "25.0.3");
    Files.delete(runtime.resolve("bin/javac"));
    Outcome outcome = search(Map.of("GATEHOUSE_JAVA_HOME", runtime.toString()));
    assertThat(outcome.code()).isEqualTo(3);
  }

  @Test
  void gatehouseJavaHome_isNeverPassedOver() {
    Path old = Bash.fakeJdk(folder.resolve("old"), "21.0.1");
    Path good = Bash.fakeJdk(folder.resolve("good"), "25.0.3");
    Outcome outcome =
        search(Map.of("GATEHOUSE_JAVA_HOME", old.toString(), "JAVA_HOME", good.toString()));
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.text()).contains("GATEHOUSE_JAVA_HOME is '" + old + "'", "JDK 25 or newer");
  }

  @Test
  void none_namesWhatWasSeenAndHowToGetOne() {
    Path old = Bash.fakeJdk(folder.resolve("old"), "17.0.15");
    Outcome outcome = search(Map.of("JAVA_HOME", old.toString()), "MINIMUM_JDK=999;");
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.text())
        .contains(old + " (JDK 17)", "apt install", "sdk install java", "brew install openjdk");
  }

  private Outcome search(Map<String, String> environment) {
    return search(environment, "");
  }

  /** With no JDK of this machine in reach but what the environment names and the home holds. */
  private Outcome search(Map<String, String> environment, String before) {
    Map<String, String> whole = new java.util.HashMap<>(environment);
    whole.put("HOME", folder.resolve("home").toString());
    return Bash.run(whole, before + SEARCH, "terminal", "jdk");
  }
}
