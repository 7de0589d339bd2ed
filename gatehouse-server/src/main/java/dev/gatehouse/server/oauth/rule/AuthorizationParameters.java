package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.http.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of an authorization request that are known here, as they were sent: raw, and
 * checked anew each time they come back from a journey. Unknown ones are ignored (RFC 6749 §3.1).
 */
public record AuthorizationParameters(Map<String, String> values) {
  private static final String RESOURCE = "resource";
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
          "id_token_hint",
          "acr_values",
          "claims",
          "ui_locales",
          "organization",
          "dpop_jkt",
          "request",
          "request_uri",
          "registration");

  public AuthorizationParameters {
    values = Map.copyOf(values);
  }

  public static AuthorizationParameters of(Parameters sent) {
    Map<String, String> known = new LinkedHashMap<>();
    for (String name : KNOWN) {
      sent.find(name).ifPresent(value -> known.put(name, value));
    }
    List<String> resources = sent.all(RESOURCE);
    if (!resources.isEmpty()) {
      // URIs have no spaces (RFC 3986 §2), so one text can hold them all
      known.put(RESOURCE, String.join(" ", resources));
    }
    return new AuthorizationParameters(known);
  }

  /** The APIs that tokens are wanted for (RFC 8707 §2.1). */
  public List<String> resources() {
    return find(RESOURCE).map(all -> List.of(all.split(" ", -1))).orElse(List.of());
  }

  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The same with another value of one. */
  public AuthorizationParameters with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    return new AuthorizationParameters(changed);
  }

  /** The same without one. */
  public AuthorizationParameters without(String name) {
    Map<String, String> fewer = new LinkedHashMap<>(values);
    fewer.remove(name);
    return new AuthorizationParameters(fewer);
  }
}
