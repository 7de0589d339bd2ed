package dev.gatehouse.testkit;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of one browser, by RFC 6265 §5 with the prefixes and SameSite of RFC 6265bis. As
 * browsers do, it takes {@code http} on loopback for a secure origin. Safe to share between
 * threads.
 */
public final class CookieJar {

  private final InstantSource clock;
  private final Map<Key, Cookie> cookies = new LinkedHashMap<>();

  /** What makes two cookies the same one. */
  private record Key(String name, String domain, String path) {}

  /** SameSite; a cookie without it counts as {@code LAX}. */
  public enum SameSite {
    STRICT,
    LAX,
    NONE
  }

  /**
   * One cookie.
   *
   * @param hostOnly true without a Domain attribute
   * @param expiresAt absent for a cookie that lives as long as the browser
   */
  public record Cookie(
      String name,
      String value,
      String domain,
      boolean hostOnly,
      String path,
      boolean secure,
      boolean httpOnly,
      SameSite sameSite,
      Optional<Instant> expiresAt) {}

  public CookieJar(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes one {@code Set-Cookie} header; one that a browser would refuse is ignored. */
  public synchronized void accept(URI from, String header) {
    int semicolon = header.indexOf(';');
    String pair = semicolon < 0 ? header : header.substring(0, semicolon);
    int equals = pair.indexOf('=');
    if (equals <= 0) {
      return;
    }
    Map<String, String> attributes =
        attributes(semicolon < 0 ? "" : header.substring(semicolon + 1));
    String name = pair.substring(0, equals).strip();
    String host = host(from);
    String domain = attributes.getOrDefault("domain", "").toLowerCase(Locale.ROOT);
    domain = domain.startsWith(".") ? domain.substring(1) : domain;
    Cookie cookie =
        new Cookie(
            name,
            pair.substring(equals + 1).strip(),
            domain.isEmpty() ? host : domain,
            domain.isEmpty(),
            path(from, attributes.get("path")),
            attributes.containsKey("secure"),
            attributes.containsKey("httponly"),
            sameSite(attributes.get("samesite")),
            expiry(attributes));
    if (isAcceptable(cookie, from, attributes)) {
      store(cookie);
    }
  }

  /** The {@code Cookie} header for a request that comes from the same site. */
  public Optional<String> header(URI target) {
    return header(target, true, true);
  }

  /**
   * @param topLevelGet whether a cross-site request is a navigation by GET, which takes LAX cookies
   */
  synchronized Optional<String> header(URI target, boolean sameSite, boolean topLevelGet) {
    dropExpired();
    String header =
        cookies.values().stream()
            .filter(cookie -> belongsTo(cookie, target))
            .filter(cookie ->
                switch (cookie.sameSite()) {
                  case NONE -> true;
                  case LAX -> sameSite || topLevelGet;
                  case STRICT -> sameSite;
                })
            // RFC 6265 §5.4: longer paths first, else in the order of creation.
            .sorted(Comparator.comparingInt((Cookie cookie) -> -cookie.path().length()))
            .map(cookie -> cookie.name() + "=" + cookie.value())
            .collect(Collectors.joining("; "));
    return header.isEmpty() ? Optional.empty() : Optional.of(header);
  }

  public synchronized Optional<Cookie> get(String name) {
    dropExpired();
    return cookies.values().stream().filter(cookie -> cookie.name().equals(name)).findFirst();
  }

  public synchronized List<Cookie> all() {
    dropExpired();
    return List.copyOf(cookies.values());
  }

  /** Puts a cookie in as if the server had set it: for stolen, forged and fixed ones. */
  public synchronized void put(Cookie cookie) {
    store(cookie);
  }

  public synchronized void clear() {
    cookies.clear();
  }

  /** What closing the browser does: cookies without an expiry are gone. */
  public synchronized void endBrowserSession() {
    cookies.values().removeIf(cookie -> cookie.expiresAt().isEmpty());
  }

  private void store(Cookie cookie) {
    cookies.put(new Key(cookie.name(), cookie.domain(), cookie.path()), cookie);
    dropExpired();
  }

  private void dropExpired() {
    Instant now = clock.instant();
    cookies
        .values()
        .removeIf(cookie -> cookie.expiresAt().filter(end -> !now.isBefore(end)).isPresent());
  }

  private static boolean isAcceptable(Cookie cookie, URI from, Map<String, String> attributes) {
    String host = host(from);
    if (!cookie.hostOnly() && !domainMatches(host, cookie.domain())) {
      return false;
    }
    if (cookie.secure() && !isSecure(from)) {
      return false;
    }
    // RFC 6265bis §4.1.3: prefixes are matched without regard to case.
    String name = cookie.name().toLowerCase(Locale.ROOT);
    if (name.startsWith("__host-")) {
      return cookie.secure()
          && !attributes.containsKey("domain")
          && "/".equals(attributes.get("path"));
    }
    if (cookie.sameSite() == SameSite.NONE && !cookie.secure()) {
      return false;
    }
    return !name.startsWith("__secure-") || cookie.secure();
  }

  private static boolean belongsTo(Cookie cookie, URI target) {
    String host = host(target);
    boolean rightHost =
        cookie.hostOnly() ? host.equals(cookie.domain()) : domainMatches(host, cookie.domain());
    return rightHost
        && pathMatches(requestPath(target), cookie.path())
        && (!cookie.secure() || isSecure(target));
  }

  private static boolean domainMatches(String host, String domain) {
    return host.equals(domain) || (host.endsWith("." + domain) && !host.matches("[0-9.:\\[\\]]+"));
  }

  /** RFC 6265 §5.1.4. */
  private static boolean pathMatches(String requestPath, String cookiePath) {
    return requestPath.equals(cookiePath)
        || (requestPath.startsWith(cookiePath)
            && (cookiePath.endsWith("/") || requestPath.charAt(cookiePath.length()) == '/'));
  }

  private static String path(URI from, @Nullable String attribute) {
    if (attribute != null && attribute.startsWith("/")) {
      return attribute;
    }
    String path = requestPath(from);
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  private static String requestPath(URI uri) {
    String path = uri.getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  private static boolean isSecure(URI uri) {
    String host = host(uri);
    return "https".equals(uri.getScheme())
        || host.equals("localhost")
        || host.endsWith(".localhost")
        || host.startsWith("127.")
        || host.equals("[::1]");
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    if (host == null) {
      throw new IllegalArgumentException("no host in " + uri);
    }
    return host.toLowerCase(Locale.ROOT);
  }

  private static SameSite sameSite(@Nullable String attribute) {
    return switch (attribute == null ? "" : attribute.toLowerCase(Locale.ROOT)) {
      case "strict" -> SameSite.STRICT;
      case "none" -> SameSite.NONE;
      default -> SameSite.LAX;
    };
  }

  /** RFC 6265 §5.3: Max-Age wins over Expires. */
  private Optional<Instant> expiry(Map<String, String> attributes) {
    String maxAge = attributes.getOrDefault("max-age", "");
    if (maxAge.matches("-?[0-9]{1,12}")) {
      return Optional.of(clock.instant().plus(Duration.ofSeconds(Long.parseLong(maxAge))));
    }
    String expires = attributes.get("expires");
    if (expires == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(expires)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String part : text.split(";", -1)) {
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).strip();
      if (!name.isEmpty()) {
        attributes.put(
            name.toLowerCase(Locale.ROOT), equals < 0 ? "" : part.substring(equals + 1).strip());
      }
    }
    return attributes;
  }
}
