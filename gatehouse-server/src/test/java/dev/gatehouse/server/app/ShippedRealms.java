package dev.gatehouse.server.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The realm files of the project, as text. */
final class ShippedRealms {
  static final Path FOLDER = Path.of(System.getProperty("gatehouse.root", ".."), "realms");

  private static final Pattern SECRET = Pattern.compile("\\$\\{secret:([a-z0-9.-]+)}");

  private ShippedRealms() {}

  /** The realms' names. */
  static List<String> names() {
    return files().stream()
        .map(file -> file.getFileName().toString().replace(".yaml", ""))
        .toList();
  }

  /** The names of the secrets they refer to. */
  static List<String> secrets() {
    TreeSet<String> names = new TreeSet<>();
    for (Path file : files()) {
      SECRET.matcher(text(file)).results().map(ShippedRealms::name).forEach(names::add);
    }
    return List.copyOf(names);
  }

  private static String name(MatchResult reference) {
    return reference.group(1);
  }

  private static List<Path> files() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
