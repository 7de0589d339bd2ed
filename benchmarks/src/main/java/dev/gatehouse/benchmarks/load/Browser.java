package dev.gatehouse.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A browser at one server: keeps its cookies, follows it from address to address, fills in its
 * sign-in form whatever the fields are called.
 */
public final class Browser {
  private static final int MOST_REDIRECTS = 10;

  private final HttpConnection connection;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  public Browser(HttpConnection connection) {
    this.connection = connection;
  }

  /** Opens an address and goes where it leads, as far as that is this server. */
  public Answer open(String target) throws IOException {
    return follow(send(Call.get(target)));
  }

  /** Fills in the form with the password field on the page and goes where that leads. */
  public Answer signIn(Answer page, String email, String password) throws IOException {
    Document document = Jsoup.parse(page.expect(200).text(), connection.base().toString());
    Element form = document.selectFirst("form:has(input[type=password])");
    if (form == null) {
      throw new UnexpectedAnswer("no form with a password", page);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (Element input : form.select("input[name]")) {
      switch (input.attr("type")) {
        case "hidden" -> fields.put(input.attr("name"), input.attr("value"));
        case "password" -> fields.put(input.attr("name"), password);
        // the first text is who signs in; what follows may stay as it is
        case "email", "text", "" ->
            fields.put(input.attr("name"), fields.containsValue(email) ? input.val() : email);
        default -> {
          // what nobody ticks or presses isn't sent
        }
      }
    }
    return follow(send(Call.post(target(URI.create(form.absUrl("action"))), encode(fields))));
  }

  /** {@code application/x-www-form-urlencoded}. */
  public static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private Answer follow(Answer first) throws IOException {
    Answer answer = first;
    for (int i = 0; i < MOST_REDIRECTS; i++) {
      URI location = answer.header("location").map(connection.base()::resolve).orElse(null);
      if (location == null
          || !connection.base().getRawAuthority().equals(location.getRawAuthority())) {
        return answer;
      }
      answer = send(Call.get(target(location)));
    }
    throw new UnexpectedAnswer("more than " + MOST_REDIRECTS + " redirects", answer);
  }

  private Answer send(Call call) throws IOException {
    Call whole =
        call.method().equals("POST") ? call.with("Origin", connection.base().toString()) : call;
    if (!cookies.isEmpty()) {
      whole =
          whole.with(
              "Cookie",
              cookies.entrySet().stream()
                  .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                  .collect(Collectors.joining("; ")));
    }
    Answer answer = connection.send(whole);
    answer.all("set-cookie").forEach(this::keep);
    return answer;
  }

  private void keep(String header) {
    String[] parts = header.split(";", 2);
    String[] pair = parts[0].split("=", 2);
    String attributes = parts.length > 1 ? parts[1] : "";
    if (pair.length < 2 || pair[1].isEmpty() || attributes.matches("(?i).*\\bmax-age=0\\b.*")) {
      cookies.remove(pair[0].strip());
    } else {
      cookies.put(pair[0].strip(), pair[1].strip());
    }
  }

  private static String target(URI uri) {
    String query = uri.getRawQuery();
    return uri.getRawPath() + (query == null ? "" : "?" + query);
  }
}
