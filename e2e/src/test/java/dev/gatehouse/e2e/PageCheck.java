package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks at a page as it stands, at desktop and phone width in both schemes: keeps a picture of
 * each, and checks what a program can see of a page's quality.
 */
final class PageCheck {
  private static final List<Integer> WIDTHS = List.of(1280, 390);
  private static final Map<Integer, Integer> HEIGHTS = Map.of(1280, 800, 390, 844);
  private static final int SMALLEST_TARGET = 44;
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The rules of WCAG 2.2 at level AA that axe knows; serious and critical findings. */
  private static final String RUN_AXE =
      """
      async () => {
        const found = await axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
          resultTypes: ["violations"],
        });
        return JSON.stringify(found.violations
          .filter((one) => one.impact === "serious" || one.impact === "critical")
          .map((one) => ({ id: one.id, nodes: one.nodes.map((node) => node.html + " " + node.failureSummary) })));
      }
      """;

  /** Controls that a finger would miss; links inside a sentence are exempt (WCAG 2.5.8). */
  private static final String SMALL_TARGETS =
      """
      (least) => [...document.querySelectorAll("button, input:not([type=hidden]), select, a.button, summary")]
        .filter((one) => one.checkVisibility())
        .filter((one) => !one.matches("input[type=checkbox], input[type=radio]"))
        .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height])
        .filter(([, height]) => height < least - 0.5)
        .map(([html, height]) => html + " is " + height)
      """;

  private final String axe = OpenIdClient.NodePackages.read("axe-core/axe.min.js");
  private final Path folder = Project.target().resolve("screens");

  /** What the page is called in the pictures' names. */
  void look(Page page, String name) {
    for (int width : WIDTHS) {
      page.setViewportSize(width, HEIGHTS.getOrDefault(width, 800));
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(
            new Page.EmulateMediaOptions()
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE));
        String variant = "%s-%d-%s".formatted(name, width, scheme.name().toLowerCase(Locale.ROOT));
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(folder.resolve(variant + ".png"))
                .setFullPage(true));
        checkLayout(page, variant);
        checkAccessibility(page, variant);
      }
    }
    page.setViewportSize(1280, 800);
  }

  private static void checkLayout(Page page, String variant) {
    assertThat(page.title()).as(variant).isNotBlank();
    assertThat(page.locator("h1").count()).as("h1 of " + variant).isEqualTo(1);
    assertThat(page.getAttribute("html", "lang")).as(variant).isIn("en", "de");
    assertThat(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
        .as("overflow of " + variant)
        .isEqualTo(0);
    assertThat((List<?>) page.evaluate(SMALL_TARGETS, SMALLEST_TARGET))
        .as("small targets of " + variant)
        .isEmpty();
  }

  private void checkAccessibility(Page page, String variant) {
    if (page.evaluate("typeof axe").equals("undefined")) {
      // Evaluated by the debugger, so the page's own policy on scripts stays in force.
      page.evaluate(axe);
    }
    JsonNode violations = JSON.readTree((String) page.evaluate(RUN_AXE));
    assertThat(violations.valueStream().map(JsonNode::toString).toList())
        .as("axe on " + variant)
        .isEmpty();
  }
}
