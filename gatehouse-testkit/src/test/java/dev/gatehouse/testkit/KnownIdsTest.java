package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A tag that names nothing proves nothing: every id that a test carries is a known one. */
class KnownIdsTest {
  private static final Path ROOT = Path.of(System.getProperty("gatehouse.root", ".."));
  private static final Pattern TAG =
      Pattern.compile("@(Attack|Requirement|Asvs)\\(\\s*\\{?([^)]*?)}?\\s*\\)");
  private static final Pattern ID = Pattern.compile("\"([^\"]+)\"");

  @Test
  void tags_inTheSources_areKnown() throws IOException {
    Set<String> used = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files.filter(KnownIdsTest::isTest).map(KnownIdsTest::tags).forEach(used::addAll);
    }
    assertThat(used).hasSizeGreaterThan(50);
    assertThat(known()).containsAll(used);
  }

  /** The sources of this module's own tests name ids that are none. */
  private static boolean isTest(Path file) {
    String path = file.toString();
    return path.endsWith(".java")
        && path.contains("/src/test/java/")
        && !path.contains("/target/")
        && !path.contains("/node_modules/")
        && !path.contains("/gatehouse-testkit/");
  }

  private static Set<String> tags(Path source) {
    try {
      return TAG.matcher(Files.readString(source))
          .results()
          .flatMap(KnownIdsTest::lines)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> lines(MatchResult tag) {
    return ID.matcher(tag.group(2))
        .results()
        .map(id -> tag.group(1).toLowerCase(Locale.ROOT) + "\t" + id.group(1));
  }

  @Test
  void ratchet_listsKnownIdsAlone() throws IOException {
    assertThat(known()).containsAll(column(ROOT.resolve("docs/coverage.tsv")));
  }

  @Test
  void list_namesEachIdOnce_andSaysWhatItIs() throws IOException {
    List<String> lines =
        Files.readAllLines(ROOT.resolve("docs/ids.tsv")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertThat(lines).allMatch(line -> line.matches("(attack|asvs|requirement)\t\\S+\t\\S.*"));
    assertThat(known()).hasSameSizeAs(lines);
  }

  private static Set<String> known() throws IOException {
    return column(ROOT.resolve("docs/ids.tsv"));
  }

  /** Kind and id of each line. */
  private static Set<String> column(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> String.join("\t", List.of(line.split("\t", -1)).subList(0, 2)))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
