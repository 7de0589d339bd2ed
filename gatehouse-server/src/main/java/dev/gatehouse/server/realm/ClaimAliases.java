package dev.gatehouse.server.realm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Further names of claims, for applications that expect their own: {@code organizationId} for
 * {@code tid}. An alias repeats a value; it never replaces one.
 *
 * @param sources the claim each alias repeats, by the alias
 */
public record ClaimAliases(Map<String, ClaimSource> sources) {
  /** None. */
  public static final ClaimAliases NONE = new ClaimAliases(Map.of());

  /**
   * What means something already: RFC 7519 §4.1, RFC 9068 §2.2, RFC 7800, RFC 8693 §4, OpenID
   * Connect Core §2 and §5.1, the logout token, and the server's own.
   */
  private static final Set<String> RESERVED =
      Set.of(
          ("iss sub aud exp nbf iat jti typ client_id scope cnf act may_act auth_time acr amr azp"
                  + " nonce at_hash c_hash s_hash sid tid mfa rs roles groups entitlements events"
                  + " name given_name family_name middle_name nickname preferred_username profile"
                  + " picture website email email_verified gender birthdate zoneinfo locale"
                  + " phone_number phone_number_verified address updated_at active username"
                  + " token_type token_introspection sub_jwk vot vtm trust_framework_policy"
                  + " authorization_details _claim_names _claim_sources permissions")
              .split(" "));

  public ClaimAliases {
    sources = Map.copyOf(sources);
    for (String alias : sources.keySet()) {
      problem(alias)
          .ifPresent(problem -> {
            throw new IllegalArgumentException(alias + " " + problem);
          });
    }
  }

  /** What keeps a name from being an alias, or nothing. */
  static Optional<String> problem(String alias) {
    if (!alias.matches("[A-Za-z][A-Za-z0-9_]{0,63}")) {
      return Optional.of("must be letters, digits and \"_\", and begin with a letter");
    }
    return RESERVED.contains(alias)
        ? Optional.of("is a claim with a meaning of its own; choose another name")
        : Optional.empty();
  }

  /** The claims and, behind them, their aliases; an alias of an absent claim is absent. */
  public Map<String, Object> addTo(Map<String, Object> claims) {
    Map<String, Object> all = new LinkedHashMap<>(claims);
    sources.forEach((alias, source) -> {
      Object value = claims.get(source.claim());
      if (value != null) {
        all.putIfAbsent(alias, value);
      }
    });
    return all;
  }

  /** The aliases, in the order of their names. */
  public List<String> names() {
    return sources.keySet().stream().sorted().toList();
  }
}
