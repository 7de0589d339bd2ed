package dev.gatehouse.server.http;

import dev.gatehouse.server.crypto.ForeignKey;
import dev.gatehouse.server.kernel.PublicCode;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The only place that turns a {@link Refusal} into an answer, in the form its caller understands: a
 * page for people, the OAuth error body for clients, our own body for everybody else.
 */
public final class ErrorWriter {
  private final ErrorPage page;

  public ErrorWriter(ErrorPage page) {
    this.page = page;
  }

  /**
   * The answer to a refusal.
   *
   * @param access who may call the route, which says what they read
   * @param exchange absent when the refusal came before the request was read
   * @param realm absent when the refusal came before the realm was known
   * @param headers collects what must stand in the header, such as a challenge
   */
  public Answer write(
      Refusal refusal,
      Route.Access access,
      Optional<Exchange> exchange,
      Optional<RealmId> realm,
      Request request,
      Map<String, String> headers) {
    refusal
        .retryAfter()
        .ifPresent(
            wait -> headers.put("Retry-After", String.valueOf(Math.max(1, wait.toSeconds()))));
    Optional<Function<Refusal, Answer>> own = exchange.flatMap(Exchange::refusalAnswer);
    if (own.isPresent()) {
      return own.get().apply(refusal);
    }
    return switch (access) {
      case BROWSER, SESSION -> asPage(refusal, realm, request);
      case CLIENT -> asTokenError(refusal, headers);
      case BEARER ->
          new Answer.Json(challenged(refusal, request, exchange, headers), oauthBody(refusal));
      case API ->
          new Answer.Json(challenged(refusal, request, exchange, headers), ownBody(refusal));
      case PUBLIC -> asOwnError(refusal);
    };
  }

  private Answer asPage(Refusal refusal, Optional<RealmId> realm, Request request) {
    List<String> languages = request.headers("accept-language");
    String html =
        page.render(
            realm,
            refusal,
            request.origin().requestId(),
            languages.isEmpty() ? "" : languages.getFirst());
    return new Answer.Page(refusal.code().status(), html, List.of());
  }

  /** RFC 6749 §5.2. */
  private static Answer asTokenError(Refusal refusal, Map<String, String> headers) {
    if (refusal.code() == PublicCode.INVALID_CLIENT) {
      // RFC 9110 §15.5.2: a 401 names a scheme
      headers.put("WWW-Authenticate", "Basic realm=\"clients\", charset=\"UTF-8\"");
    }
    headers.put("Pragma", "no-cache");
    return new Answer.Json(refusal.code().status(), oauthBody(refusal));
  }

  /** The scheme that the token came with, or Bearer (RFC 9449 §7.1). */
  private static String scheme(Request request) {
    boolean proof =
        request.headers("authorization").stream()
            .anyMatch(value -> value.toLowerCase(Locale.ROOT).startsWith("dpop "));
    return proof ? "DPoP" : "Bearer";
  }

  /** RFC 6750 §3: the challenge in the header; the status. */
  private static int challenged(
      Refusal refusal, Request request, Optional<Exchange> exchange, Map<String, String> headers) {
    if (refusal.code() == PublicCode.INVALID_DPOP_PROOF) {
      // RFC 9449 §7.1
      headers.put(
          "WWW-Authenticate",
          "DPoP error=\"invalid_dpop_proof\", algs=\""
              + String.join(" ", ForeignKey.ALGORITHMS)
              + "\"");
      return 401;
    }
    int status = refusal.code().status();
    if (status == 401 || refusal.code() == PublicCode.INSUFFICIENT_SCOPE) {
      // RFC 6750 §3.1: without any token the challenge carries no error
      boolean noToken = refusal.reason() == Reason.ACCESS_TOKEN_MISSING;
      headers.put(
          "WWW-Authenticate",
          noToken
              ? "Bearer"
              : scheme(request)
                  + " error=\""
                  + refusal.code().wire()
                  + "\", error_description=\""
                  + refusal.publicMessage().replace('"', '\'')
                  + "\""
                  + exchange
                      .flatMap(Exchange::challenge)
                      .map(parameters -> ", " + parameters)
                      .orElse(""));
    }
    return status;
  }

  private static Map<String, Object> oauthBody(Refusal refusal) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", refusal.code().wire());
    // RFC 6749 §5.2: neither quotes nor backslashes in the description
    body.put("error_description", refusal.publicMessage().replace('"', '\''));
    return body;
  }

  private static Answer asOwnError(Refusal refusal) {
    return new Answer.Json(refusal.code().status(), ownBody(refusal));
  }

  private static Map<String, Object> ownBody(Refusal refusal) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", refusal.code().wire());
    error.put("message", refusal.publicMessage());
    return Map.of("error", error);
  }
}
