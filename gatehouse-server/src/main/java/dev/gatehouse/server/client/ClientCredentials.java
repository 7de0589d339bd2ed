package dev.gatehouse.server.client;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.FormDecoder;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** What a client sent to say who it is; nothing is checked yet. */
sealed interface ClientCredentials {
  /** The name it gave itself. */
  String clientId();

  /** {@code client_secret_basic} (RFC 6749 §2.3.1). */
  record Basic(String clientId, Secret secret) implements ClientCredentials {}

  /** {@code none}: a public client names itself (RFC 6749 §3.2.1). */
  record None(String clientId) implements ClientCredentials {}

  /** Reads them from a request; more than one way, or one not offered, is refused. */
  static ClientCredentials of(Exchange exchange) throws Refusal {
    Optional<String> header = exchange.header("authorization");
    boolean inBody =
        exchange.form().contains("client_secret") || exchange.form().contains("client_assertion");
    if (header.isPresent() && inBody) {
      // RFC 6749 §2.3: MUST NOT use more than one authentication method in each request
      throw Refusal.of(Reason.CLIENT_AUTHENTICATION_REPEATED);
    }
    if (inBody) {
      throw Refusal.of(Reason.CLIENT_AUTHENTICATION_METHOD);
    }
    Optional<String> named = exchange.form().find("client_id");
    if (header.isPresent()) {
      Basic basic = basic(header.get());
      // beside the header client_id only repeats the name
      if (named.isPresent() && !named.get().equals(basic.clientId())) {
        throw Refusal.of(Reason.CLIENT_AUTHENTICATION_REPEATED);
      }
      return basic;
    }
    if (named.isEmpty()) {
      throw Refusal.of(Reason.CLIENT_AUTHENTICATION_MISSING);
    }
    return new None(named.get());
  }

  private static Basic basic(String header) throws Refusal {
    int space = header.indexOf(' ');
    // RFC 7235 §2.1: the scheme in any case
    if (space < 0 || !header.substring(0, space).toLowerCase(Locale.ROOT).equals("basic")) {
      throw Refusal.of(Reason.CLIENT_AUTHENTICATION_METHOD);
    }
    String pair = decoded(header.substring(space + 1).strip());
    int colon = pair.indexOf(':');
    if (colon < 1) {
      throw Refusal.of(Reason.CLIENT_AUTHENTICATION_MISSING);
    }
    return new Basic(
        unescaped(pair.substring(0, colon)), Secret.of(unescaped(pair.substring(colon + 1))));
  }

  private static String decoded(String base64) throws Refusal {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw Refusal.of(Reason.CLIENT_AUTHENTICATION_MISSING);
    }
  }

  /** RFC 6749 §2.3.1: id and secret are each application/x-www-form-urlencoded first. */
  private static String unescaped(String text) throws Refusal {
    if (text.indexOf('&') >= 0) {
      throw Refusal.of(Reason.CLIENT_AUTHENTICATION_MISSING);
    }
    return FormDecoder.decode("value=" + text, 1024).text("value");
  }
}
