package dev.gatehouse.launcher;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The server's process, as a file remembers it from one command to the next.
 *
 * @param pid its number, which the system gives to another process one day
 * @param startedAt tells such another process apart
 * @param address where it answers
 */
record RunningServer(long pid, Instant startedAt, URI address) {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

  /** The one in the file, if it still lives. */
  static Optional<RunningServer> in(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String[] words = PrivateFiles.read(file).split(" ", -1);
    if (words.length != 3 || !words[0].matches("[0-9]{1,18}") || !words[1].matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    Instant startedAt = Instant.ofEpochMilli(Long.parseLong(words[1]));
    return Optional.of(new RunningServer(Long.parseLong(words[0]), startedAt, URI.create(words[2])))
        .filter(server -> server.process().isPresent());
  }

  static RunningServer of(ProcessHandle process, URI address) {
    Instant startedAt = process.info().startInstant().orElse(Instant.EPOCH);
    return new RunningServer(process.pid(), startedAt, address);
  }

  void rememberIn(Path file) {
    PrivateFiles.write(file, pid + " " + startedAt.toEpochMilli() + " " + address + "\n");
  }

  private Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process ->
            process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli()
                == startedAt.toEpochMilli());
  }

  /**
   * Asks it to end, and ends it when it doesn't.
   *
   * @return false when it had to be killed
   */
  boolean stop() {
    Optional<ProcessHandle> process = process();
    if (process.isEmpty()) {
      return true;
    }
    process.get().destroy();
    if (hasEnded(process.get(), STOP_PATIENCE)) {
      return true;
    }
    process.get().destroyForcibly();
    hasEnded(process.get(), STOP_PATIENCE);
    return false;
  }

  private static boolean hasEnded(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
