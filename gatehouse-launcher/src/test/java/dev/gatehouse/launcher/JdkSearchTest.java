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
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usr/lib/jvm/temurin-25-jdk-arm64",
        "Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
        "home/Library/Java/JavaVirtualMachines/zulu-25.jdk/Contents/Home",
        "opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home",
        "usr/local/opt/openjdk/libexec/openjdk.jdk/Contents/Home",
        "home/linuxbrew/.linuxbrew/opt/openjdk@25/libexec",
        "home/.sdkman/candidates/java/25.0.1-tem",
        "home/.jdks/temurin-25",
        "opt/java/openjdk",
        "opt/a jdk with blanks"
      })
  void everyUsualPlace_isLookedAt(String place) {
    Bash.fakeJdk(folder.resolve("usr/lib/jvm/java-17-openjdk"), "17.0.15");
    Path jdk = Bash.fakeJdk(folder.resolve(place), "25.0.1");
    assertThat(inMadeUpSystem(Map.of()).text()).isEqualTo("found " + jdk);
  }

  @Test
  void sdkmanElsewhere_isFollowed() {
    Path jdk = Bash.fakeJdk(folder.resolve("kits/candidates/java/25.0.1-tem"), "25.0.1");
    assertThat(inMadeUpSystem(Map.of("SDKMAN_DIR", folder.resolve("kits").toString())).text())
        .isEqualTo("found " + jdk);
  }

  @Test
  void emptySystem_saysHowToGetOne() {
    Outcome outcome = inMadeUpSystem(Map.of());
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.text()).contains("there is none here").doesNotContain("Looked at");
  }

  /** With nothing of this machine but the shell's own tools. */
  private Outcome inMadeUpSystem(Map<String, String> environment) {
    Map<String, String> whole = new java.util.HashMap<>(environment);
    whole.put("PATH", toolsWithoutJava().toString());
    return search(whole, "SYSTEM_ROOT='" + folder + "';");
  }

  private Path toolsWithoutJava() {
    Path tools = folder.resolve("tools");
    try {
      Files.createDirectories(tools);
      for (String tool :
          new String[] {"bash", "grep", "head", "sed", "dirname", "readlink", "printf"}) {
        Path link = tools.resolve(tool);
        if (!Files.exists(link)) {
          Files.createSymbolicLink(link, Path.of("/usr/bin", tool));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return tools;
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
