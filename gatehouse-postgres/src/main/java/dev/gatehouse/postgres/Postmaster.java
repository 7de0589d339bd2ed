package dev.gatehouse.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The server process of a data directory, known by {@code postmaster.pid} and checked. */
record Postmaster(long pid, int port, boolean ready) {

  private static final Path PROCESSES = Path.of("/proc");
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /** The process that runs on this data directory; a stale file is no process. */
  static Optional<Postmaster> on(Path data) throws IOException {
    return recorded(data).filter(postmaster -> isPostgresOn(postmaster.pid(), data));
  }

  /** What {@code postmaster.pid} says, whether or not it is still true. */
  private static Optional<Postmaster> recorded(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(pidFile(data));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.isEmpty() || !lines.getFirst().strip().matches("[1-9][0-9]{0,9}")) {
      return Optional.empty();
    }
    boolean complete = lines.size() > STATUS_LINE;
    return Optional.of(
        new Postmaster(
            Long.parseLong(lines.getFirst().strip()),
            complete ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0,
            complete && lines.get(STATUS_LINE).strip().equals("ready")));
  }

  /** Processes a killed postmaster left behind; they end by themselves within moments. */
  static List<Long> leftovers(Path data) throws IOException {
    try (Stream<Path> processes = Files.list(PROCESSES)) {
      return processes
          .map(process -> process.getFileName().toString())
          .filter(name -> name.matches("[0-9]+"))
          .map(Long::valueOf)
          .filter(pid -> isPostgresOn(pid, data))
          .toList();
    }
  }

  /**
   * Removes a stale {@code postmaster.pid} whose number now belongs to another program, at which
   * PostgreSQL would refuse to start. All other stale files are left to PostgreSQL, which knows
   * better. Only to be called when there are no {@link #leftovers}.
   */
  static void forgetReusedPid(Path data) throws IOException {
    Optional<Postmaster> recorded = recorded(data);
    if (recorded.isPresent() && Files.exists(process(recorded.get().pid()))) {
      Files.deleteIfExists(pidFile(data));
    }
  }

  static boolean isPostgresOn(long pid, Path data) {
    try {
      Path program = Files.readSymbolicLink(process(pid).resolve("exe"));
      Path folder = Files.readSymbolicLink(process(pid).resolve("cwd"));
      // A program replaced on the disk while it runs reads "postgres (deleted)".
      return program.toString().matches(".*/postgres( \\(deleted\\))?") && folder.equals(data);
    } catch (IOException e) {
      return false;
    }
  }

  private static Path process(long pid) {
    return PROCESSES.resolve(Long.toString(pid));
  }

  private static Path pidFile(Path data) {
    return data.resolve("postmaster.pid");
  }
}
