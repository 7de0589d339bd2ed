package dev.gatehouse.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.page.SamplePages.Person;
import dev.gatehouse.server.page.text.Language;
import dev.gatehouse.server.page.text.MessageCatalogue;
import dev.gatehouse.server.page.view.FormPostView;
import dev.gatehouse.server.page.view.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PagesTest {
  private static final MessageCatalogue CATALOGUE = MessageCatalogue.load();
  private static final PageRenderer RENDERER = new PageRenderer();

  static Stream<Arguments> pages() {
    List<Arguments> all = new ArrayList<>();
    for (Language language : Language.values()) {
      for (Person person : List.of(Person.ANNA, Person.HOSTILE)) {
        String who = person.equals(Person.ANNA) ? "" : " hostile";
        SamplePages.of(SamplePages.MONITRAX, CATALOGUE.in(language), person)
            .forEach(
                (name, page) -> all.add(Arguments.of(language.tag() + " " + name + who, page)));
      }
    }
    return all.stream();
  }

  @Test
  void samples_everyKindOfPage_isThere() {
    Map<String, Page> samples =
        SamplePages.of(SamplePages.PLAIN, CATALOGUE.in(Language.ENGLISH), Person.ANNA);
    assertThat(samples.values().stream().<Class<?>>map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(List.of(Page.class.getPermittedSubclasses()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void render_anyPage_isOneDocumentWithOneHeading(String name, Page page) {
    Document document = parsed(page);
    assertThat(document.select("h1")).hasSize(1);
    assertThat(document.select("main")).hasSize(1);
    assertThat(document.select("header")).hasSize(1);
    assertThat(document.select("footer")).hasSize(1);
    assertThat(document.select("html").attr("lang"))
        .isEqualTo(page.frame().messages().language().tag());
    assertThat(document.title()).endsWith(" · " + page.frame().branding().product());
    assertThat(document.title()).contains(document.select("h1").text());
    assertThat(document.select("img:not([alt])")).isEmpty();
    assertThat(document.select("h1, h2, button, a, label"))
        .allSatisfy(e -> assertThat(e.text() + e.attr("aria-label")).isNotBlank());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void render_anyPage_needsNoInlineScriptOrStyle(String name, Page page) {
    Document document = parsed(page);
    assertThat(document.select("style, [style]")).isEmpty();
    assertThat(document.select("script"))
        .allSatisfy(script -> assertThat(script.attr("src")).startsWith("/assets/"))
        .allSatisfy(script -> assertThat(script.data()).isEmpty());
    for (Element element : document.getAllElements()) {
      assertThat(element.attributes().asList().stream().map(Attribute::getKey))
          .noneMatch(key -> key.startsWith("on"));
    }
    assertThat(document.select("[href^=javascript], [src^=data]")).isEmpty();
    assertThat(document.select("[src], link[href]"))
        .allSatisfy(e -> assertThat(e.attr("src") + e.attr("href")).startsWith("/"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void render_anyForm_isLabelledProtectedAndSentByPost(String name, Page page) {
    Document document = parsed(page);
    for (Element form : document.select("form")) {
      assertThat(form.attr("method")).isEqualTo("post");
      // the one form that leads elsewhere tells nothing that is ours
      int tokens = page instanceof FormPostView ? 0 : 1;
      assertThat(form.select("input[type=hidden][name=csrf]")).hasSize(tokens);
      assertThat(form.select("button")).isNotEmpty();
    }
    for (Element input : document.select("input:not([type=hidden]):not([hidden])")) {
      assertThat(document.select("label[for=" + input.id() + "]")).hasSize(1);
      assertThat(input.attr("autocomplete")).isNotEmpty();
    }
    assertThat(document.select("input[type=password]"))
        .allSatisfy(e -> assertThat(e.hasAttr("maxlength")).isFalse())
        .allSatisfy(e -> assertThat(e.hasAttr("value")).isFalse());
    assertThat(document.select("[autofocus]")).hasSizeLessThanOrEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void render_anyPage_refersOnlyToIdsThatExistOnce(String name, Page page) {
    Document document = parsed(page);
    List<String> ids = document.select("[id]").eachAttr("id");
    assertThat(ids).doesNotHaveDuplicates();
    List<String> references = new ArrayList<>();
    for (String attribute : List.of("aria-describedby", "aria-labelledby", "for")) {
      document
          .select("[" + attribute + "]")
          .forEach(e -> references.addAll(List.of(e.attr(attribute).split(" "))));
    }
    document.select("a[href^=#]").forEach(e -> references.add(e.attr("href").substring(1)));
    assertThat(ids).containsAll(references);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void render_hostileValues_stayText(String name, Page page) {
    String html = RENDERER.render(page);
    Document document = Jsoup.parse(html);
    assertThat(document.select("script")).hasSize(1);
    assertThat(document.select("b, img[src=x]")).isEmpty();
    assertThat(document.select("[onfocus], [onerror]")).isEmpty();
    assertThat(html.chars()).noneMatch(c -> c >= 0x202A && c <= 0x202E);
    assertThat(html.chars()).noneMatch(c -> Character.isISOControl(c) && c != '\n');
  }

  private static Document parsed(Page page) {
    return Jsoup.parse(RENDERER.render(page));
  }
}
