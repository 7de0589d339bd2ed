package dev.gatehouse.server.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.page.SamplePages.Person;
import dev.gatehouse.server.page.mail.Mail;
import dev.gatehouse.server.page.mail.RenderedMail;
import dev.gatehouse.server.page.text.Language;
import dev.gatehouse.server.page.text.MessageCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MailRendererTest {
  private static final MessageCatalogue CATALOGUE = MessageCatalogue.load();
  private static final MailRenderer RENDERER = new MailRenderer();

  static Stream<Arguments> mails() {
    List<Arguments> all = new ArrayList<>();
    for (Language language : Language.values()) {
      for (Person person : List.of(Person.ANNA, Person.HOSTILE)) {
        SampleMails.of(SamplePages.MONITRAX, CATALOGUE.in(language), person)
            .forEach((name, mail) -> all.add(Arguments.of(language.tag() + " " + name, mail)));
      }
    }
    return all.stream();
  }

  @Test
  void samples_everyKindOfMail_isThere() {
    Map<String, Mail> samples =
        SampleMails.of(SamplePages.PLAIN, CATALOGUE.in(Language.ENGLISH), Person.ANNA);
    assertThat(samples.values().stream().<Class<?>>map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(List.of(Mail.class.getPermittedSubclasses()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mails")
  void render_anyMail_saysTheSameAsTextAndHtml(String name, Mail mail) {
    RenderedMail rendered = RENDERER.render(mail);
    Document html = Jsoup.parse(rendered.html());
    assertThat(html.title()).isEqualTo(rendered.subject());
    assertThat(html.select("a")).isNotEmpty();
    assertThat(html.select("a"))
        .allSatisfy(a -> assertThat(rendered.text()).contains(a.text() + ":\n" + a.attr("href")));
    assertThat(html.select("script, img, [src], link")).isEmpty();
    assertThat(rendered.html() + rendered.text() + rendered.subject())
        .doesNotContain("\u202E", "\u2066", "\u0007");
  }

  @Test
  void render_resetForSeveralOrganisations_hasOneLinkForEach() {
    Mail mail =
        SampleMails.of(SamplePages.MONITRAX, CATALOGUE.in(Language.ENGLISH), Person.ANNA)
            .get("mail-reset-many");
    RenderedMail rendered = RENDERER.render(Objects.requireNonNull(mail));
    assertThat(rendered.subject()).isEqualTo("Choose a new password for Monitrax");
    assertThat(rendered.text())
        .contains("New password for Berger household:\nhttps://id.monitrax.example/")
        .contains("New password for Verein Nord:\nhttps://id.monitrax.example/")
        .contains("The link works for 30 minutes and only once.");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mails")
  void render_anyMail_readsWellAsPlainText(String name, Mail mail) {
    RenderedMail rendered = RENDERER.render(mail);
    String words = rendered.text().replaceAll("\\s+", " ");
    assertThat(rendered.text().lines().filter(line -> line.contains(" ") && !line.endsWith(":")))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(72));
    assertThat(rendered.text())
        .contains("\n-- \n")
        .doesNotContain("<br>", "&amp;", "&#", "{", "\n\n\n");
    Document html = Jsoup.parse(rendered.html());
    html.select("a, p[style*=break-all]").remove();
    assertThat(html.select("p")).isNotEmpty();
    assertThat(html.select("p")).allSatisfy(p -> assertThat(words).contains(p.text()));
    assertThat(html.text()).doesNotContain("{");
  }

  @Test
  void render_htmlAnchors_keepTheLinkWhole() {
    String link = "https://id.example/r/x/verify?token=a&b=c%2F";
    Mail mail =
        new Mail.ConfirmAddress(
            SamplePages.MONITRAX, CATALOGUE.in(Language.GERMAN), link, Duration.ofHours(1));
    assertThat(Jsoup.parse(RENDERER.render(mail).html()).select("a").attr("href")).isEqualTo(link);
  }

  @Test
  void subject_withLineBreak_isRefused() {
    assertThatThrownBy(() -> new RenderedMail("a\r\nBcc: b", "", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
