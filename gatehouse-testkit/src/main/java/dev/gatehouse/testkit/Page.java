package dev.gatehouse.testkit;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server answered, and what a person can do with it. */
public final class Page {

  private static final int MOST_REDIRECTS = 10;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpDriver driver;
  private final Exchange exchange;
  private final HttpResponse<byte[]> response;

  Page(HttpDriver driver, Exchange exchange, HttpResponse<byte[]> response) {
    this.driver = driver;
    this.exchange = exchange;
    this.response = response;
  }

  public URI uri() {
    return exchange.target();
  }

  public int status() {
    return response.statusCode();
  }

  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  public List<String> headers(String name) {
    return response.headers().allValues(name);
  }

  /** Every header, its name in lower case. */
  public Map<String, List<String>> headers() {
    return response.headers().map();
  }

  public byte[] bytes() {
    return response.body().clone();
  }

  public String body() {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    return JSON.readTree(response.body());
  }

  public Document html() {
    return Jsoup.parse(body(), uri().toString());
  }

  /** What a person reads, spaces collapsed. */
  public String text() {
    return html().text();
  }

  public String title() {
    return html().title();
  }

  /** This page, if it has this status. */
  public Page expect(int status) {
    if (status() != status) {
      throw new AssertionError("expected status " + status + " but was " + this);
    }
    return this;
  }

  /** Where a redirect points, resolved. */
  public Optional<URI> location() {
    return header("Location").map(location -> HttpDriver.resolve(uri(), location));
  }

  public boolean isRedirect() {
    return switch (status()) {
      case 301, 302, 303, 307, 308 -> location().isPresent();
      default -> false;
    };
  }

  /** Goes one redirect on, as browsers do: by GET, but 307 and 308 repeat the request. */
  public Page follow() {
    if (!isRedirect()) {
      throw new AssertionError("expected a redirect but was " + this);
    }
    URI next = location().orElseThrow();
    boolean repeat = status() == 307 || status() == 308;
    Exchange request = driver.request(repeat ? exchange.method() : "GET", next.toString());
    String contentType = exchange.value("Content-Type");
    if (repeat && contentType != null) {
      request.body(contentType, exchange.body());
    }
    String site = exchange.value("Sec-Fetch-Site");
    if (site != null) {
      request.header("Sec-Fetch-Site", worse(site, HttpDriver.site(uri(), next)));
    }
    return request.send();
  }

  /** Goes on to the first page that is no redirect. */
  public Page followAll() {
    Page page = this;
    for (int i = 0; i < MOST_REDIRECTS && page.isRedirect(); i++) {
      page = page.follow();
    }
    if (page.isRedirect()) {
      throw new AssertionError("more than " + MOST_REDIRECTS + " redirects, last " + page);
    }
    return page;
  }

  /** Goes on while the redirects stay at this origin; the one that leaves it is returned. */
  public Page followWithin() {
    Page page = this;
    for (int i = 0; i < MOST_REDIRECTS && page.isRedirect(); i++) {
      if (!HttpDriver.site(page.uri(), page.location().orElseThrow()).equals("same-origin")) {
        return page;
      }
      page = page.follow();
    }
    return page;
  }

  /** Follows the link with this text. */
  public Page click(String linkText) {
    Element link =
        html().select("a[href]").stream()
            .filter(a -> a.text().strip().equalsIgnoreCase(linkText))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no link '" + linkText + "' on " + this));
    return driver.request("GET", link.absUrl("href")).from(uri()).send();
  }

  /** The only form of the page. */
  public Form form() {
    List<Form> forms = forms();
    if (forms.size() != 1) {
      throw new AssertionError("expected one form, found " + forms.size() + " on " + this);
    }
    return forms.getFirst();
  }

  /**
   * The form whose id, name or action is this, whose action's path ends with it, or which a CSS
   * selector finds.
   */
  public Form form(String which) {
    List<Element> forms = html().select("form");
    return Stream.<Stream<Element>>of(
            forms.stream().filter(form -> named(form, which)),
            forms.stream().filter(form -> path(form).endsWith(which)),
            which.matches("[^/?]+") ? html().select(which).stream() : Stream.empty())
        .flatMap(found -> found)
        .filter(element -> element.nameIs("form"))
        .findFirst()
        .map(form -> new Form(driver, uri(), form))
        .orElseThrow(() -> new AssertionError("no form '" + which + "' on " + this));
  }

  public List<Form> forms() {
    return html().select("form").stream().map(form -> new Form(driver, uri(), form)).toList();
  }

  private static boolean named(Element form, String which) {
    return form.id().equals(which)
        || form.attr("name").equals(which)
        || form.attr("action").equals(which);
  }

  private String path(Element form) {
    String path = new Form(driver, uri(), form).action().getPath();
    return path == null ? "" : path;
  }

  /** A chain of redirects is as far from home as its farthest step. */
  private static String worse(String one, String other) {
    List<String> order = List.of("none", "same-origin", "same-site", "cross-site");
    // A chain that a person began stays theirs.
    if (one.equals("none")) {
      return one;
    }
    return order.indexOf(one) > order.indexOf(other) ? one : other;
  }

  @Override
  public String toString() {
    String body = body();
    return "%s %s -> %d%s\n%s"
        .formatted(
            exchange.method(),
            uri(),
            status(),
            location().map(to -> " to " + to).orElse(""),
            body.length() > 2000 ? body.substring(0, 2000) + "…" : body);
  }
}
