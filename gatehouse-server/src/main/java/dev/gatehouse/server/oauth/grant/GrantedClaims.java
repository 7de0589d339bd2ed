package dev.gatehouse.server.oauth.grant;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Claims about a person that a grant tells besides those of its scopes (OpenID Connect Core §5.5).
 *
 * @param userInfo at the userinfo endpoint
 * @param idToken in ID tokens
 */
public record GrantedClaims(Set<String> userInfo, Set<String> idToken) {
  /** None. */
  public static final GrantedClaims NONE = new GrantedClaims(Set.of(), Set.of());

  private static final String USERINFO = "userinfo.";
  private static final String ID_TOKEN = "id_token.";

  public GrantedClaims {
    userInfo = Set.copyOf(userInfo);
    idToken = Set.copyOf(idToken);
  }

  /** Reads what {@link #stored} wrote. */
  public static GrantedClaims read(Collection<String> stored) {
    return new GrantedClaims(after(USERINFO, stored), after(ID_TOKEN, stored));
  }

  private static Set<String> after(String place, Collection<String> stored) {
    return stored.stream()
        .filter(each -> each.startsWith(place))
        .map(each -> each.substring(place.length()))
        .collect(Collectors.toSet());
  }

  /** Each as its place and its name. */
  public List<String> stored() {
    return Stream.concat(
            userInfo.stream().map(USERINFO::concat), idToken.stream().map(ID_TOKEN::concat))
        .sorted()
        .toList();
  }
}
