package dev.gatehouse.server.http;

import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.Refusal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A browser at one site: sends requests with its cookies, and keeps those of the answers. */
public final class TestBrowser {
  private static final int LONGEST_VALUE = 8192;

  private final Site site;
  private final String userAgent;
  private final Map<String, String> cookies = new HashMap<>();
  private final Map<String, String> headers = new HashMap<>();
  private String address = "192.0.2.7";
  private String opening = "/";

  public TestBrowser(Site site, String userAgent) {
    this.site = site;
    this.userAgent = userAgent;
  }

  /** From now on its requests come from there. */
  public TestBrowser at(String newAddress) {
    address = newAddress;
    return this;
  }

  /** From now on its requests are for that path. */
  public TestBrowser opening(String path) {
    opening = path;
    return this;
  }

  /** From now on its requests carry the header. */
  public TestBrowser saying(String header, String value) {
    headers.put(header.toLowerCase(Locale.ROOT), value);
    return this;
  }

  /** Plants a cookie. */
  public void plant(String name, String value) {
    cookies.put(name, value);
  }

  /** The value of a cookie it holds. */
  public Optional<String> cookie(String name) {
    return Optional.ofNullable(cookies.get(name));
  }

  /** Another browser that got hold of the same cookies. */
  public TestBrowser stolen() {
    TestBrowser thief = new TestBrowser(site, "Thief/1.0");
    thief.cookies.putAll(cookies);
    return thief;
  }

  /** Opens a page. */
  public Answer get(Handler handler, String query) throws Refusal {
    return get(handler, query, Map.of());
  }

  /** Opens a page whose path has named segments. */
  public Answer get(Handler handler, String query, Map<String, String> path) throws Refusal {
    return send(handler, Method.GET, query, Parameters.NONE, path);
  }

  /** Sends a form. */
  public Answer post(Handler handler, Map<String, String> form) throws Refusal {
    return send(
        handler, Method.POST, "", FormDecoder.decode(encoded(form), LONGEST_VALUE), Map.of());
  }

  private Answer send(
      Handler handler, Method method, String query, Parameters form, Map<String, String> path)
      throws Refusal {
    Exchange exchange = exchange(method, query, form, path);
    try {
      return handler.handle(exchange);
    } finally {
      exchange.answerCookies().forEach(this::keep);
    }
  }

  /** A request of this browser, for what takes an exchange. */
  public Exchange exchange() throws Refusal {
    return exchange(Method.GET, "", Parameters.NONE, Map.of());
  }

  private Exchange exchange(Method method, String query, Parameters form, Map<String, String> path)
      throws Refusal {
    String sent =
        cookies.entrySet().stream()
            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));
    Request request = new SentRequest(method, query, sent, path, this);
    return Exchange.of(request, Optional.of(site), FormDecoder.decode(query, LONGEST_VALUE), form);
  }

  /** Takes over the cookies that an exchange sets. */
  public void keep(Exchange exchange) {
    exchange.answerCookies().forEach(this::keep);
  }

  private void keep(SetCookie cookie) {
    if (cookie.value().isEmpty()) {
      cookies.remove(cookie.name());
    } else {
      cookies.put(cookie.name(), cookie.value());
    }
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field ->
            URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private record SentRequest(
      Method method, String rawQuery, String cookies, Map<String, String> path, TestBrowser from)
      implements Request {
    @Override
    public List<String> headers(String name) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.equals("cookie")) {
        return cookies.isEmpty() ? List.of() : List.of(cookies);
      }
      return Optional.ofNullable(from.headers.get(lower)).stream().toList();
    }

    @Override
    public String rawPath() {
      return from.opening;
    }

    @Override
    public String path(String name) {
      return Optional.ofNullable(path.get(name)).orElseThrow();
    }

    @Override
    public byte[] body(int limit) {
      return new byte[0];
    }

    @Override
    public Origin origin() {
      return new Origin("request", from.address, from.userAgent);
    }
  }
}
