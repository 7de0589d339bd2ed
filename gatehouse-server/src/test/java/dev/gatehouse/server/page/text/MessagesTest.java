package dev.gatehouse.server.page.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.page.form.FormProblem;
import dev.gatehouse.server.page.frame.Notice;
import dev.gatehouse.server.page.view.CheckMailView;
import dev.gatehouse.server.page.view.DoneView;
import dev.gatehouse.server.page.view.ErrorView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {
  private static final Pattern LITERAL = Pattern.compile("\"([a-z]+[a-z-]*(?:\\.[a-z-]+)+)\"");
  private static final MessageCatalogue CATALOGUE = MessageCatalogue.load();
  private static final Path MODULE =
      Path.of(System.getProperty("gatehouse.root", "..")).resolve("gatehouse-server");

  @Test
  void load_allLanguages_haveTheSameKeysAndValues() {
    assertThat(CATALOGUE.in(Language.GERMAN).shape())
        .isEqualTo(CATALOGUE.in(Language.ENGLISH).shape());
  }

  @Test
  void requireSameShape_missingKeyOrValue_namesIt() {
    Messages english = new Messages(Language.ENGLISH, Map.of("a", "x {b}", "c", "y"));
    Messages lacking = new Messages(Language.GERMAN, Map.of("a", "x {b}"));
    Messages renamed = new Messages(Language.GERMAN, Map.of("a", "x {d}", "c", "y"));
    assertThatThrownBy(() -> MessageCatalogue.requireSameShape(english, lacking))
        .hasMessageContaining(": c");
    assertThatThrownBy(() -> MessageCatalogue.requireSameShape(english, renamed))
        .hasMessageContaining(": a");
  }

  @Test
  void text_unknownKeyOrMissingValue_throws() {
    Messages texts = new Messages(Language.ENGLISH, Map.of("a", "x {b}"));
    assertThatThrownBy(() -> texts.text("z")).hasMessageContaining("'z'");
    assertThatThrownBy(() -> texts.text("a")).hasMessageContaining("'b'");
  }

  @Test
  void text_valueWithPlaceholderOrPattern_isTakenLiterally() {
    Messages texts = new Messages(Language.ENGLISH, Map.of("a", "x {b} {c}"));
    assertThat(texts.text("a", "b", "{c}$1\\", "c", "d")).isEqualTo("x {c}$1\\ d");
  }

  @Test
  void text_valueWithControls_staysOnOneLineAndInItsDirection() {
    Messages texts = new Messages(Language.ENGLISH, Map.of("a", "<{b}>"));
    assertThat(texts.text("a", "b", "x\r\nBcc: y\u0000")).isEqualTo("<x  Bcc: y>");
    assertThat(texts.text("a", "b", "\u202Egnp.exe")).isEqualTo("<gnp.exe>");
    assertThat(texts.text("a", "b", "שלום\u2069")).isEqualTo("<\u2068שלום\u2069>");
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void file_anyLanguage_definesEachKeyOnceAndNoneEmpty(Language language) throws IOException {
    Path file =
        MODULE.resolve("src/main/resources/messages/messages_" + language.tag() + ".properties");
    List<String> keys =
        Files.readAllLines(file).stream()
            .filter(line -> !line.startsWith("#") && !line.isBlank())
            .map(line -> line.substring(0, line.indexOf('=')))
            .toList();
    assertThat(keys).doesNotHaveDuplicates().hasSize(CATALOGUE.in(language).texts().size());
    assertThat(CATALOGUE.in(language).texts().values()).noneMatch(String::isBlank);
  }

  @Test
  void keys_allAndOnlyThoseUsed_areDefined() throws IOException {
    Set<String> used = new TreeSet<>(computed());
    try (Stream<Path> files = Files.walk(MODULE.resolve("src/main/jte"))) {
      files.filter(Files::isRegularFile).forEach(file -> used.addAll(literals(file)));
    }
    try (Stream<Path> files =
        Files.walk(MODULE.resolve("src/main/java/dev/gatehouse/server/page"))) {
      files.filter(Files::isRegularFile).forEach(file -> used.addAll(literals(file)));
    }
    used.removeIf(key -> key.endsWith(".jte") || key.startsWith("dev.gatehouse"));
    used.removeAll(List.of("time.minutes", "time.hours", "time.days", "account.permissions"));
    used.removeAll(List.of("duration.minutes", "duration.hours", "duration.days"));
    used.removeAll(
        List.of("mail.confirm", "mail.confirm-new", "frame.person", "frame.application"));
    assertThat(CATALOGUE.in(Language.ENGLISH).texts().keySet())
        .containsExactlyInAnyOrderElementsOf(used);
  }

  @Test
  void german_anyText_addressesPeopleFormally() {
    assertThat(CATALOGUE.in(Language.GERMAN).texts().values())
        .noneMatch(text -> text.matches("(?s).*\\b([Dd]u|[Dd]ein\\w*|[Dd]ir|[Dd]ich)\\b.*"));
  }

  @Test
  void duration_wholeUnits_takesTheLargestExactOne() {
    Messages texts = CATALOGUE.in(Language.GERMAN);
    assertThat(texts.duration(Duration.ofMinutes(30))).isEqualTo("30 Minuten");
    assertThat(texts.duration(Duration.ofMinutes(90))).isEqualTo("90 Minuten");
    assertThat(texts.duration(Duration.ofHours(1))).isEqualTo("1 Stunde");
    assertThat(texts.duration(Duration.ofDays(1))).isEqualTo("24 Stunden");
    assertThat(texts.duration(Duration.ofDays(7))).isEqualTo("7 Tage");
  }

  private static Set<String> literals(Path file) {
    try {
      Set<String> found = new TreeSet<>();
      LITERAL.matcher(Files.readString(file)).results().forEach(hit -> found.add(hit.group(1)));
      return found;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> computed() {
    Set<String> keys = new TreeSet<>();
    Stream.of(Notice.values()).forEach(notice -> keys.add(notice.key()));
    Stream.of(FormProblem.values()).forEach(problem -> keys.add(problem.key()));
    Stream.of(CheckMailView.Kind.values())
        .forEach(kind -> addParts(keys, kind.key(), "title", "body", "back"));
    Stream.of(DoneView.Kind.values())
        .forEach(kind -> addParts(keys, kind.key(), "title", "body", "next"));
    Stream.of(ErrorView.Kind.values())
        .forEach(kind -> addParts(keys, kind.key(), "title", "body", "next"));
    for (String unit : List.of("minutes", "hours", "days")) {
      addParts(keys, "time." + unit, "one", "other");
      addParts(keys, "duration." + unit, "one", "other");
    }
    addParts(keys, "account.permissions", "one", "other");
    addParts(keys, "scope", "openid", "profile", "email", "address", "phone", "offline-access");
    addParts(keys, "mail.confirm", "subject", "body", "link", "ignore");
    addParts(keys, "mail.confirm-new", "subject", "body", "link", "ignore");
    return keys;
  }

  private static void addParts(Set<String> keys, String family, String... parts) {
    Stream.of(parts).forEach(part -> keys.add(family + "." + part));
  }
}
