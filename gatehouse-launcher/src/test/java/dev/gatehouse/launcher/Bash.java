package dev.gatehouse.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Runs the shell parts of {@code ./gatehouse}, with an environment of the test's making. */
final class Bash {
  static final Path ROOT = Path.of(System.getProperty("gatehouse.root", "..")).toAbsolutePath();

  private static final Path PARTS = ROOT.resolve("gatehouse-launcher/src/main/bash");

  private Bash() {}

  /** What a script said and how it ended. */
  record Outcome(int code, String text) {}

  /** Runs lines of a script after the parts with these names were read. */
  static Outcome run(Map<String, String> environment, String script, String... parts) {
    StringBuilder whole = new StringBuilder("set -euo pipefail\n");
    for (String part : parts) {
      whole.append("source '").append(PARTS.resolve(part + ".bash")).append("'\n");
    }
    return execute(environment, "bash", "-c", whole + script);
  }

  /** Runs {@code ./gatehouse} itself. */
  static Outcome gatehouse(Map<String, String> environment, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = ROOT.resolve("gatehouse").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return execute(environment, command);
  }

  private static Outcome execute(Map<String, String> environment, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Outcome(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A folder that looks like a JDK of that version. */
  static Path fakeJdk(Path folder, String version) {
    try {
      Files.createDirectories(folder.resolve("bin"));
      for (String program : new String[] {"java", "javac"}) {
        Path file = folder.resolve("bin").resolve(program);
        Files.writeString(file, "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
