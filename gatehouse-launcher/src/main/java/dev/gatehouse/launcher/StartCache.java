package dev.gatehouse.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The ahead-of-time cache of a build (JEP 483, 514, 515): classes as the JVM has them after a
 * start, and what it learned of their methods. Made beside the server that runs, by a rehearsal of
 * low priority; a start without it is slower and nothing else.
 */
final class StartCache {
  private static final String REHEARSAL = "dev.gatehouse.server.app.Rehearsal";
  private static final Duration MADE_WITHIN = Duration.ofMinutes(5);

  private final Path file;

  StartCache(Path built) {
    this.file = built.resolve("server.aot");
  }

  /** What a server's JVM takes to use it. One that does not fit is passed over by the JVM. */
  List<String> options() {
    return Files.isRegularFile(file) ? List.of("-XX:AOTCache=" + file) : List.of();
  }

  /**
   * Has it made in the background where it is missing.
   *
   * @param java the command of a server up to its options, without a cache
   * @param classPath of the server
   * @param environment of the server that runs
   */
  void makeIfMissing(List<String> java, String classPath, Map<String, String> environment) {
    Path fresh = file.resolveSibling("server.aot.new");
    if (Files.exists(file) || isBeingMade(fresh) || !isAllJars(classPath)) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script()));
    command.add(fresh.toString());
    command.add(file.toString());
    command.addAll(java);
    command.addAll(List.of("-XX:AOTCacheOutput=" + fresh, "-cp", classPath, REHEARSAL));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Files.deleteIfExists(fresh);
      Files.createFile(fresh);
      builder.start();
    } catch (IOException e) {
      // no cache, then: the next start tries again
      return;
    }
  }

  /** The JVM keeps nothing of a class path with folders. */
  private static boolean isAllJars(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator, -1))
        .allMatch(place -> Files.isRegularFile(Path.of(place)));
  }

  /** It appears whole or not at all. */
  private static String script() {
    return "new=$0; whole=$1; shift;"
        + " if nice -n 19 \"$@\" && [ -s \"$new\" ]; then mv \"$new\" \"$whole\"; else rm -f \"$new\"; fi";
  }

  private static boolean isBeingMade(Path fresh) {
    try {
      return Files.exists(fresh)
          && Files.getLastModifiedTime(fresh).toInstant().isAfter(Instant.now().minus(MADE_WITHIN));
    } catch (IOException e) {
      return false;
    }
  }
}
