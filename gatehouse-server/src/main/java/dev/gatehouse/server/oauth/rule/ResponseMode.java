package dev.gatehouse.server.oauth.rule;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the answer to an authorization request travels (OAuth 2.0 Multiple Response Types §2.1, OAuth
 * 2.0 Form Post Response Mode §2).
 */
public enum ResponseMode {
  /** In the query of the redirect address: the usual way for a code. */
  QUERY,
  /** In its fragment, for applications that run in the browser. */
  FRAGMENT,
  /** In a form that the browser posts to it, so that no address carries it. */
  FORM_POST;

  /** The values, as the parameter says them. */
  public static List<String> supported() {
    return Arrays.stream(values()).map(ResponseMode::wire).toList();
  }

  private String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The mode asked for, or the usual one; nothing when it is not offered for that address. */
  public static Optional<ResponseMode> find(AuthorizationParameters request) {
    Optional<String> asked = request.find("response_mode");
    if (asked.isEmpty()) {
      return Optional.of(QUERY);
    }
    return Arrays.stream(values())
        .filter(mode -> mode.wire().equals(asked.get()))
        .filter(mode -> mode != FORM_POST || takesForms(request.find("redirect_uri")))
        .findFirst();
  }

  /** An app's own scheme opens the app: there is nobody to read a form. */
  private static boolean takesForms(Optional<String> redirectUri) {
    return redirectUri
        .filter(uri -> uri.startsWith("https:") || uri.startsWith("http:"))
        .isPresent();
  }

  /** Where a redirect leads that carries these parameters. */
  public static URI query(String redirectUri, Map<String, String> parameters) {
    // RFC 6749 §3.1.2: a query that was registered stays
    return joined(redirectUri, redirectUri.indexOf('?') < 0 ? '?' : '&', parameters);
  }

  /** The same in the fragment; no registered address has one (RFC 6749 §3.1.2). */
  public static URI fragment(String redirectUri, Map<String, String> parameters) {
    return joined(redirectUri, '#', parameters);
  }

  private static URI joined(String redirectUri, char joint, Map<String, String> parameters) {
    String encoded =
        parameters.entrySet().stream()
            .map(each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return URI.create(redirectUri + joint + encoded);
  }
}
