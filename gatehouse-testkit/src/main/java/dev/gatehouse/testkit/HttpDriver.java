package dev.gatehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A browser without a screen: cookies of its own, forms and links as a person uses them, the
 * headers a browser sends, and nothing followed unless told to. Several drivers are several
 * browsers.
 */
public final class HttpDriver implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<ExchangeWitness> WITNESSES =
      ServiceLoader.load(ExchangeWitness.class).stream().map(ServiceLoader.Provider::get).toList();

  private final URI base;
  private final CookieJar cookies;
  private final HttpClient client;

  private HttpDriver(URI base, InstantSource clock, HttpClient.Builder client) {
    this.base = base;
    this.cookies = new CookieJar(clock);
    this.client =
        client
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();
  }

  /**
   * @param base what relative addresses are resolved against
   */
  public static HttpDriver at(URI base) {
    return at(base, InstantSource.system());
  }

  /** With cookies that expire by this clock. */
  public static HttpDriver at(URI base, InstantSource clock) {
    return new HttpDriver(base, clock, HttpClient.newBuilder());
  }

  /** The same that trusts whom this TLS trusts. */
  public static HttpDriver at(URI base, InstantSource clock, SSLContext tls) {
    return new HttpDriver(base, clock, HttpClient.newBuilder().sslContext(tls));
  }

  public URI base() {
    return base;
  }

  public CookieJar cookies() {
    return cookies;
  }

  /** Types an address into the bar. */
  public Page get(String target) {
    return request("GET", target).send();
  }

  public Page get(URI target) {
    return get(target.toString());
  }

  /** Sends a form that no page holds, as a script or an API client does. */
  public Page post(String target, FormData form) {
    return request("POST", target).form(form).send();
  }

  /** Any request, to be filled in and sent. */
  public Exchange request(String method, String target) {
    return new Exchange(this, method, resolve(base, target));
  }

  Page send(Exchange exchange) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(exchange.target())
            .timeout(PATIENCE)
            .method(
                exchange.method(),
                exchange.body().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(exchange.body()));
    exchange.headers().forEach(header -> request.header(header.name(), header.value()));
    cookieHeader(exchange).ifPresent(value -> request.header("Cookie", value));
    HttpResponse<byte[]> response = exchangeBytes(request.build());
    for (String header : response.headers().allValues("Set-Cookie")) {
      cookies.accept(exchange.target(), header);
    }
    witness(exchange, response);
    return new Page(this, exchange, response);
  }

  private static void witness(Exchange exchange, HttpResponse<byte[]> response) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .headers()
        .forEach(header -> headers.put(header.name().toLowerCase(Locale.ROOT), header.value()));
    ExchangeWitness.Seen seen =
        new ExchangeWitness.Seen(
            exchange.method(),
            exchange.target(),
            headers,
            exchange.body(),
            response.statusCode(),
            response.headers().map(),
            response.body());
    WITNESSES.forEach(witness -> witness.saw(seen));
  }

  private Optional<String> cookieHeader(Exchange exchange) {
    return exchange.withCookies()
        ? cookies.header(
            exchange.target(), !exchange.isCrossSite(), exchange.method().equals("GET"))
        : Optional.empty();
  }

  private HttpResponse<byte[]> exchangeBytes(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri() + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at " + request.uri(), e);
    }
  }

  /** The value of Sec-Fetch-Site for a request that a page at {@code from} causes. */
  static String site(@Nullable URI from, URI target) {
    if (from == null) {
      return "none";
    }
    if (origin(from).equals(origin(target))) {
      return "same-origin";
    }
    return String.valueOf(from.getHost()).equals(target.getHost())
            && String.valueOf(from.getScheme()).equals(target.getScheme())
        ? "same-site"
        : "cross-site";
  }

  /** RFC 3986 §5.2.2, which {@link URI#resolve} doesn't follow for a reference that is a query. */
  static URI resolve(URI base, String reference) {
    if (reference.isEmpty()) {
      return base;
    }
    return reference.startsWith("?")
        ? URI.create(base.toString().replaceFirst("[?#].*", "") + reference)
        : base.resolve(reference);
  }

  /** RFC 6454 §6.2. */
  static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  @Override
  public void close() {
    client.close();
  }
}
