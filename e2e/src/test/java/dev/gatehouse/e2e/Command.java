package dev.gatehouse.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that ran and ended.
 *
 * @param arguments as it was called
 */
record Command(List<String> arguments, int exitCode, String output, String errors) {

  /** Runs it to its end; what it leaves running in the background stays. */
  static Command run(
      Path directory, Map<String, String> environment, Duration patience, List<String> arguments) {
    try {
      // Files, not pipes: a background process that inherits a pipe would keep it open.
      Path output = Files.createTempFile("gatehouse-e2e-", ".out");
      Path errors = Files.createTempFile("gatehouse-e2e-", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(arguments)
              .directory(directory.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            arguments + " took more than " + patience + "; it said\n" + Files.readString(errors));
      }
      Command command =
          new Command(
              arguments, process.exitValue(), Files.readString(output), Files.readString(errors));
      Files.delete(output);
      Files.delete(errors);
      return command;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at " + arguments, e);
    }
  }

  /** This command, if it ended well. */
  Command expectDone() {
    if (exitCode != 0) {
      throw new AssertionError(
          "%s ended with %d\n%s%s".formatted(arguments, exitCode, output, errors));
    }
    return this;
  }
}
