package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.CaughtMail;
import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Script wherever somebody chooses the words: it stays words, on pages, in mails and records. */
@Tag("database")
class ScriptAttackTest {
  private static final String PRODUCT = "<script>alert('product')</script>";
  private static final String CLIENT = "<img src=x onerror=alert('client')>";
  private static final String NAME = "</title><script>alert(1)</script>{{7*7}}${7*7}";
  private static final String ORGANISATION =
      "\"'><svg onload=alert(2)><style>*{x:url(//e)}</style>";
  private static final String AGENT =
      "Mozilla/5.0 (X11; Linux x86_64) <script>alert(3)</script> Chrome/140.0.0.0\"onload=alert(3)";

  @AutoClose
  private static final RunningServer server =
      RunningServer.changed(
          Map.of(
              "product_name: Monitrax", "product_name: \"" + PRODUCT + "\"",
              "sender_name: Monitrax", "sender_name: \"" + PRODUCT + "\"",
              "name: Monitrax Web", "name: \"" + CLIENT + "\""));

  private final Visitor ada = Visitor.unknown(server);
  private final Map<String, Page> pages = new LinkedHashMap<>();

  @Test
  @Attack("X2")
  void script_inEveryWordSomebodyChooses_staysText() {
    CaughtMail confirm = signUp();
    CaughtMail reset = resetMail();
    signIn();
    pages.put("account", ada.account().expect(200));
    pages.put("consent", consent());
    pages.put("password", ada.browser.get(Visitor.REALM + "/account/password").expect(200));
    pages.put("email", ada.browser.get(Visitor.REALM + "/account/email").expect(200));
    pages.put("sign-out", ada.browser.get(Visitor.REALM + "/sign-out").expect(200));

    pages.forEach((name, page) -> {
      assertOnlyOurs(page.html());
      assertThat(page.text()).as(name).contains(PRODUCT);
      assertThat(page.header("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
          .doesNotContain("unsafe");
    });
    assertThat(text("account")).contains(NAME, ORGANISATION, "Chrome on Linux");
    assertThat(text("consent")).contains(NAME, ORGANISATION, CLIENT);
    assertTextOnly(confirm, PRODUCT);
    assertTextOnly(reset, PRODUCT, ORGANISATION);
    assertTextOnly(changedMail(), PRODUCT, ORGANISATION);
    assertThemeIsColoursAlone();
    assertRecordsKeepTheWords();
  }

  private CaughtMail signUp() {
    Form form = ada.browser.get(Visitor.REALM + "/register").expect(200).form();
    Map<String, String> fields =
        Map.of(
            "name",
            NAME,
            "email",
            ada.email,
            "organisation",
            ORGANISATION,
            "password",
            Visitor.PASSWORD);
    pages.put("register again", form.submit(with(fields, "password", "short")).expect(400));
    pages.put("check mail", form.submit(fields).expect(200));
    CaughtMail mail = server.mail().await(ada.email, Links.PATIENCE);
    Page verify = ada.browser.get(mail.link("/verify")).expect(200);
    pages.put("verify", verify);
    pages.put("verified", verify.form().submit().expect(303).follow().expect(200));
    return mail;
  }

  private static Map<String, String> with(Map<String, String> fields, String name, String value) {
    Map<String, String> other = new LinkedHashMap<>(fields);
    other.put(name, value);
    return other;
  }

  private CaughtMail resetMail() {
    pages.put("reset", server.browser().get(Links.reset(ada)).expect(200));
    return server.mail().latestTo(ada.email).orElseThrow();
  }

  private void signIn() {
    Form form = ada.browser.get(Visitor.REALM + "/sign-in").followAll().form();
    Map<String, String> hostile = Map.of("email", NAME, "organisation", ORGANISATION);
    pages.put("sign-in again", form.submit(hostile).expect(400));
    form.fill(Map.of("email", ada.email, "password", Visitor.PASSWORD))
        .request()
        .header("User-Agent", AGENT)
        .send()
        .expect(303);
  }

  private Page consent() {
    return ada.browser.get(Ask.of("monitrax-web", "openid email").path()).followWithin();
  }

  private CaughtMail changedMail() {
    server.mail().clear();
    ada.browser
        .get(Visitor.REALM + "/account/password")
        .form()
        .submit(Map.of("password", Visitor.PASSWORD, "new_password", Visitor.NEW_PASSWORD))
        .expect(303);
    return server.mail().await(ada.email, Links.PATIENCE);
  }

  private String text(String page) {
    return Objects.requireNonNull(pages.get(page)).text();
  }

  /** No script but our file, no handler, no style of others, nothing loaded from elsewhere. */
  private static void assertOnlyOurs(Document page) {
    assertThat(page.select("script"))
        .allSatisfy(script -> {
          assertThat(script.attr("src")).isEqualTo("/assets/gatehouse.js");
          assertThat(script.data()).isEmpty();
        });
    assertThat(page.select("style, iframe, object, embed, base, [srcdoc], [style]")).isEmpty();
    assertThat(page.select("[src], link[href]"))
        .allSatisfy(it ->
            assertThat(it.attr("src") + it.attr("href")).matches("/(assets|r/monitrax)/[a-z/.]+"));
    assertNoHandlers(page);
  }

  private static void assertNoHandlers(Document page) {
    for (Element element : page.getAllElements()) {
      assertThat(element.attributes().asList().stream().map(Attribute::getKey))
          .as(element.tagName())
          .noneMatch(name -> name.startsWith("on"));
      assertThat(element.attr("href")).doesNotStartWithIgnoringCase("javascript:");
    }
  }

  private static void assertTextOnly(CaughtMail mail, String... words) {
    Document html = Jsoup.parse(mail.html());
    assertThat(html.select("script, style, img, svg, link, iframe, [src]")).isEmpty();
    assertNoHandlers(html);
    assertThat(html.select("[style*=url]")).isEmpty();
    for (String word : words) {
      assertThat(html.text()).contains(word);
      assertThat(mail.text().replaceAll("\\s+", " ")).contains(word);
    }
    String base = server.base() + Visitor.REALM + "/";
    assertThat(html.select("a"))
        .isNotEmpty()
        .allSatisfy(link -> assertThat(link.attr("href")).startsWith(base));
  }

  /** A theme is four colours in each scheme; a logo is a picture that runs nothing when opened. */
  private static void assertThemeIsColoursAlone() {
    String theme = server.browser().get(Visitor.REALM + "/brand.css").expect(200).body();
    String rules = theme.replaceAll("(?m)^ *--[a-z-]+: #[0-9a-f]{6};\n", "").replaceAll("\\s", "");
    assertThat(rules).isEqualTo(":root{}@media(prefers-color-scheme:dark){:root{}}");
    Page logo = server.browser().get("/assets/realms/monitrax.svg").expect(200);
    assertThat(logo.header("Content-Type")).contains("image/svg+xml");
    assertThat(logo.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
  }

  private void assertRecordsKeepTheWords() {
    List<String> types =
        Records.of(server, ORGANISATION).stream().map(record -> record.type()).toList();
    assertThat(types).contains("person.registered", "session.signed_in");
    assertThat(Records.of(server, ORGANISATION))
        .allSatisfy(record -> assertThat(record.toString()).doesNotContain("<script>", "<svg"));
  }
}
