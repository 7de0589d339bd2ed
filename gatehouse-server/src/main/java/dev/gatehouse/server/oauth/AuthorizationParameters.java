package dev.gatehouse.server.oauth;

import dev.gatehouse.server.http.Parameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The parameters of an authorization request that are known here, as they were sent: raw, and
 * checked anew each time they come back from a journey. Unknown ones are ignored (RFC 6749 §3.1).
 */
record AuthorizationParameters(Map<String, String> values) {
  private static final List<String> KNOWN =
      List.of(
          "response_type",
          "response_mode",
          "client_id",
          "redirect_uri",
          "scope",
          "state",
          "nonce",
          "code_challenge",
          "code_challenge_method",
          "prompt",
          "max_age",
          "login_hint",
          "ui_locales",
          "organization",
          "request",
          "request_uri",
          "registration");

  AuthorizationParameters {
    values = Map.copyOf(values);
  }

  static AuthorizationParameters of(Parameters sent) {
    Map<String, String> known = new LinkedHashMap<>();
    for (String name : KNOWN) {
      sent.find(name).ifPresent(value -> known.put(name, value));
    }
    return new AuthorizationParameters(known);
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The same with another value of one. */
  AuthorizationParameters with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    return new AuthorizationParameters(changed);
  }

  /** As a query, in a fixed order. */
  String query() {
    return KNOWN.stream()
        .filter(values::containsKey)
        .map(name ->
            name + "=" + URLEncoder.encode(values.getOrDefault(name, ""), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
