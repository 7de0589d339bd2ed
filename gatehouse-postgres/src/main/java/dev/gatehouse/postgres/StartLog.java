package dev.gatehouse.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What PostgreSQL wrote to its logs since a start began. */
final class StartLog {

  private static final int LINES = 8;

  private final ClusterDirectory directory;
  private final Map<Path, Long> sizesBefore = new HashMap<>();

  private StartLog(ClusterDirectory directory) {
    this.directory = directory;
  }

  static StartLog begin(ClusterDirectory directory) throws IOException {
    StartLog log = new StartLog(directory);
    for (Path file : log.files()) {
      log.sizesBefore.put(file, Files.size(file));
    }
    return log;
  }

  /** The last lines, oldest first. */
  String tail() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : files()) {
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        in.skipNBytes(sizesBefore.getOrDefault(file, 0L));
        text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    List<String> lines = text.toString().lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - LINES))
        .collect(Collectors.joining("\n  "));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> rotated = Files.list(directory.log())) {
      return Stream.concat(Stream.of(directory.startLog()), rotated)
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .toList();
    }
  }
}
