package dev.gatehouse.server.http;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.kernel.RealmId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A browser before anybody signed in: a random value in a cookie, to which journeys, links and the
 * forms of signed-out pages are bound. It says nothing about who sits there.
 */
public final class Browser {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Duration LIFE = Duration.ofHours(24);

  private final String value;

  private Browser(String value) {
    this.value = value;
  }

  /** The browser of this request, known or new; a new one gets its cookie with the answer. */
  public static Browser of(Exchange exchange, Csprng random) {
    return known(exchange).orElseGet(() -> fresh(exchange, random));
  }

  /** The browser of this request, if it was here before. */
  public static Optional<Browser> known(Exchange exchange) {
    return exchange
        .cookie(cookieName(exchange.realm()))
        .filter(text -> SHAPE.matcher(text).matches())
        .map(Browser::new);
  }

  /**
   * Forgets what was and begins anew: after a sign-in or sign-out the old value is worth nothing.
   */
  public static Browser fresh(Exchange exchange, Csprng random) {
    Browser browser = create(random);
    browser.hand(exchange);
    return browser;
  }

  /** A new value, for whoever must know it before the browser gets it with {@link #hand}. */
  public static Browser create(Csprng random) {
    return new Browser(Base64.getUrlEncoder().withoutPadding().encodeToString(random.bytes(32)));
  }

  /** Gives the browser the value with the answer. */
  public void hand(Exchange exchange) {
    exchange.setCookie(cookieName(exchange.realm()), value, Optional.of(LIFE));
  }

  /** Has the browser forget the value. */
  public static void forget(Exchange exchange) {
    exchange.clearCookie(cookieName(exchange.realm()));
  }

  private static String cookieName(RealmId realm) {
    return "__Host-gh-" + realm + "-browser";
  }

  /** What is stored to recognise it: SHA-256 of the cookie's value. */
  public byte[] digest() {
    return Digests.sha256(value.getBytes(StandardCharsets.US_ASCII));
  }

  /** The value that CSRF tokens of signed-out pages are bound to. */
  byte[] binding() {
    return value.getBytes(StandardCharsets.US_ASCII);
  }
}
