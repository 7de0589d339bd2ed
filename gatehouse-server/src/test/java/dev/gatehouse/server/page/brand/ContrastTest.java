package dev.gatehouse.server.page.brand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.page.SamplePages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every text is readable on every ground it stands on, computed from the stylesheets themselves.
 */
class ContrastTest {
  private static final Pattern BLOCK = Pattern.compile(":root \\{(.*?)}", Pattern.DOTALL);
  private static final Pattern PROPERTY =
      Pattern.compile("(--[a-z-]+):\\s*(#[0-9a-f]{6});", Pattern.CASE_INSENSITIVE);
  private static final List<String> GROUNDS = List.of("--surface", "--raised");

  /** Every colour of a grid as the accent of both schemes, and what realms really bring. */
  static Stream<Branding> brandings() {
    int[] steps = {0, 0x33, 0x66, 0x99, 0xcc, 0xff};
    Stream<Branding> grid =
        IntStream.of(steps)
            .boxed()
            .flatMap(red ->
                IntStream.of(steps)
                    .boxed()
                    .flatMap(green ->
                        IntStream.of(steps)
                            .mapToObj(blue -> new Colour(red, green, blue).hex())
                            .map(hex -> branding(hex, hex))));
    return Stream.concat(grid, real());
  }

  private static Stream<Branding> real() {
    return Stream.of(
        Branding.gatehouse(),
        SamplePages.MONITRAX,
        SamplePages.PLAIN,
        branding("#ffffff", "#000000"),
        branding("#767676", "#7f7f7f"),
        branding("#00ff00", "#0000ff"));
  }

  @ParameterizedTest
  @MethodSource("brandings")
  void roles_anyBranding_areReadable(Branding branding) throws IOException {
    List<Map<String, Colour>> ours = schemes(stylesheet());
    List<Map<String, Colour>> theirs = schemes(BrandStylesheet.of(branding));
    assertThat(ours).hasSize(2);
    assertThat(theirs).hasSize(2);
    for (int scheme = 0; scheme < 2; scheme++) {
      Map<String, Colour> roles = new TreeMap<>(ours.get(scheme));
      roles.putAll(theirs.get(scheme));
      for (String ground : GROUNDS) {
        for (String text : List.of("--text", "--muted", "--danger", "--ok", "--accent-text")) {
          assertContrast(roles, text, ground, Colour.READABLE);
        }
        // WCAG 2.2, 1.4.11: the edge of a field
        assertContrast(roles, "--field-line", ground, 3);
      }
      assertContrast(roles, "--danger", "--danger-ground", Colour.READABLE);
      assertContrast(roles, "--text", "--danger-ground", Colour.READABLE);
      assertContrast(roles, "--ok", "--ok-ground", Colour.READABLE);
      assertContrast(roles, "--on-accent", "--accent", Colour.READABLE);
      assertContrast(roles, "--on-accent", "--accent-hover", Colour.READABLE);
    }
  }

  @Test
  void grounds_ofBrandStylesheet_areThoseOfTheStylesheet() throws IOException {
    List<Map<String, Colour>> ours = schemes(stylesheet());
    assertThat(ours.get(0))
        .containsEntry("--raised", BrandStylesheet.RAISED_LIGHT)
        .containsEntry("--surface", BrandStylesheet.SURFACE_LIGHT);
    assertThat(ours.get(1))
        .containsEntry("--raised", BrandStylesheet.RAISED_DARK)
        .containsEntry("--surface", BrandStylesheet.SURFACE_DARK);
  }

  @Test
  void contrast_knownPairs_areThoseOfTheStandard() {
    assertThat(Colour.WHITE.contrast(Colour.BLACK)).isCloseTo(21, Offset.offset(0.001));
    assertThat(Colour.parse("#767676").contrast(Colour.WHITE)).isCloseTo(4.54, Offset.offset(0.01));
    assertThat(Colour.parse("#0B6b5d").hex()).isEqualTo("#0b6b5d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "red", "#fff", "#12345g", "#123456;}", "#1234567", " #123456"})
  void parse_anythingButSixDigits_isRefused(String text) {
    assertThatThrownBy(() -> Colour.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//evil/x.svg", "https://evil/x.svg", "/assets/../x.svg", "/assets/x.svg\"", "x"})
  void branding_logoOffThisOrigin_isRefused(String logo) {
    assertThatThrownBy(() -> new Branding("x", "X", logo, Colour.BLACK, Colour.WHITE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertContrast(
      Map<String, Colour> roles, String text, String ground, double least) {
    double contrast = role(roles, text).contrast(role(roles, ground));
    assertThat(contrast).as("%s on %s", text, ground).isGreaterThanOrEqualTo(least);
  }

  private static Colour role(Map<String, Colour> roles, String name) {
    return Objects.requireNonNull(roles.get(name), name);
  }

  private static List<Map<String, Colour>> schemes(String css) {
    List<Map<String, Colour>> schemes = new ArrayList<>();
    for (MatchResult block : BLOCK.matcher(css).results().toList()) {
      Map<String, Colour> colours = new TreeMap<>();
      PROPERTY
          .matcher(block.group(1))
          .results()
          .forEach(hit -> colours.put(hit.group(1), Colour.parse(hit.group(2))));
      schemes.add(colours);
    }
    return schemes;
  }

  private static String stylesheet() throws IOException {
    try (InputStream in = ContrastTest.class.getResourceAsStream("/assets/gatehouse.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Branding branding(String light, String dark) {
    return new Branding("extreme", "Extreme", null, Colour.parse(light), Colour.parse(dark));
  }
}
