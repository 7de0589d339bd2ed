package dev.gatehouse.server.client;

import dev.gatehouse.server.crypto.ForeignJwt;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.FormDecoder;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a client sent to say who it is; nothing is checked yet. */
sealed interface ClientCredentials {
  /** RFC 7523 §2.2. */
  String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  Set<String> ASSERTION_HEADER_MEMBERS = Set.of("alg", "typ", "kid");

  /** The name it gave itself. */
  String clientId();

  /** {@code client_secret_basic} (RFC 6749 §2.3.1). */
  record Basic(String clientId, Secret secret) implements ClientCredentials {}

  /** {@code client_secret_post} (RFC 6749 §2.3.1). */
  record Post(String clientId, Secret secret) implements ClientCredentials {}

  /**
   * {@code private_key_jwt} (RFC 7523 §2.2, OpenID Connect Core §9).
   *
   * @param clientId the {@code sub} of the assertion, not yet verified
   */
  record Assertion(String clientId, ForeignJwt jwt) implements ClientCredentials {}

  /** {@code none}: a public client names itself (RFC 6749 §3.2.1). */
  record None(String clientId) implements ClientCredentials {}

  /** Reads them from a request; more than one way, or one not offered, is refused. */
  static ClientCredentials of(Exchange exchange) throws Refusal {
    Optional<String> header = exchange.header("authorization");
    Parameters form = exchange.form();
    boolean secret = form.contains("client_secret");
    boolean assertion = form.contains("client_assertion") || form.contains("client_assertion_type");
    if ((header.isPresent() && (secret || assertion)) || (secret && assertion)) {
      // RFC 6749 §2.3: MUST NOT use more than one authentication method in each request
      throw Refusal.of(Reason.CLIENT_AUTHENTICATION_REPEATED);
    }
    Optional<String> named = form.find("client_id");
    ClientCredentials credentials =
        header.isPresent()
            ? basic(header.get())
            : assertion ? assertion(form) : inBody(form, named, secret);
    // beside other credentials client_id only repeats the name
    if (named.isPresent() && !named.get().equals(credentials.clientId())) {
      throw Refusal.of(Reason.CLIENT_AUTHENTICATION_REPEATED);
    }
    return credentials;
  }

  private static ClientCredentials inBody(Parameters form, Optional<String> named, boolean secret)
      throws Refusal {
    if (named.isEmpty()) {
      throw Refusal.of(Reason.CLIENT_AUTHENTICATION_MISSING);
    }
    return secret
        ? new Post(named.get(), Secret.of(form.text("client_secret")))
        : new None(named.get());
  }

  private static Assertion assertion(Parameters form) throws Refusal {
    if (!form.text("client_assertion_type").equals(ASSERTION_TYPE)) {
      throw Refusal.of(Reason.CLIENT_AUTHENTICATION_METHOD);
    }
    Optional<ForeignJwt> jwt =
        ForeignJwt.parse(form.text("client_assertion"), ASSERTION_HEADER_MEMBERS);
    Optional<String> subject = jwt.flatMap(it -> it.claims().text("sub"));
    if (jwt.isEmpty() || subject.isEmpty()) {
      throw Refusal.of(Reason.CLIENT_ASSERTION_INVALID);
    }
    return new Assertion(subject.get(), jwt.get());
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
