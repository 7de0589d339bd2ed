package dev.gatehouse.server.http;

import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.crypto.MacPurpose;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Lets a form through only when it came from our own page in the same browser: the token is a keyed
 * digest of realm and browser (or session) cookie, and the browser's own word on where the request
 * came from must not contradict it.
 */
public final class CsrfGuard {
  /** The hidden field of every form. */
  public static final String FIELD = "csrf";

  private final Macs macs;

  public CsrfGuard(Macs macs) {
    this.macs = macs;
  }

  /** The token for forms shown to a browser nobody is signed in at. */
  public String token(Exchange exchange, Browser browser) {
    return token(exchange, "browser", browser.binding());
  }

  /** The token for forms of a session, bound to the value of its cookie. */
  public String sessionToken(Exchange exchange, String sessionCookie) {
    return token(exchange, "session", sessionCookie.getBytes(StandardCharsets.UTF_8));
  }

  private String token(Exchange exchange, String kind, byte[] binding) {
    byte[] realm = exchange.realm().value().getBytes(StandardCharsets.UTF_8);
    byte[] mac = macs.mac(MacPurpose.CSRF, realm, kind.getBytes(StandardCharsets.UTF_8), binding);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }

  /** Refuses a form of a signed-out page that is not this browser's. */
  public void check(Exchange exchange, Browser browser) throws Refusal {
    compare(exchange, token(exchange, browser));
  }

  /** Refuses a form of a session that is not this session's. */
  public void checkSession(Exchange exchange, String sessionCookie) throws Refusal {
    compare(exchange, sessionToken(exchange, sessionCookie));
  }

  private void compare(Exchange exchange, String expected) throws Refusal {
    checkSite(exchange);
    Optional<String> given = exchange.form().find(FIELD);
    if (given.isEmpty()
        || !Digests.equal(
            given.get().getBytes(StandardCharsets.UTF_8),
            expected.getBytes(StandardCharsets.UTF_8))) {
      throw Refusal.of(Reason.CSRF_FAILED);
    }
  }

  /**
   * Refuses what another site caused, whoever is signed in. Fetch metadata and {@code Origin}: sent
   * by the browser itself, out of a script's reach.
   */
  public void checkSite(Exchange exchange) throws Refusal {
    Optional<String> site = exchange.header("Sec-Fetch-Site");
    if (site.isPresent() && !site.get().equals("same-origin") && !site.get().equals("none")) {
      throw Refusal.of(Reason.CROSS_SITE);
    }
    Optional<String> origin = exchange.header("Origin");
    // under Referrer-Policy: no-referrer browsers send "null" for our own forms (Fetch §3.2)
    if (origin.isPresent()
        && !origin.get().equals("null")
        && !origin.get().equals(exchange.site().origin())) {
      throw Refusal.of(Reason.CROSS_SITE);
    }
  }
}
