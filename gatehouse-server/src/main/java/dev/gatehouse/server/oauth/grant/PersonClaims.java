package dev.gatehouse.server.oauth.grant;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The claims about a person, and the scope that asks for each (OpenID Connect Core §5.4). */
public final class PersonClaims {
  private PersonClaims() {}

  /** The scope that tells the claim too; none for what is no claim about a person here. */
  public static Optional<String> scopeOf(String claim) {
    return switch (claim) {
      case "name" -> Optional.of(Scopes.PROFILE);
      case "email", "email_verified" -> Optional.of(Scopes.EMAIL);
      default -> Optional.empty();
    };
  }

  /**
   * What is told of the person.
   *
   * @param claims asked for one by one, besides those of the scopes (§5.5)
   */
  public static Map<String, Object> of(Subject.Person person, Scopes scopes, Set<String> claims) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", person.name());
    if (!person.email().isEmpty()) {
      all.put("email", person.email());
      all.put("email_verified", person.emailVerified());
    }
    all.keySet()
        .removeIf(
            name -> !claims.contains(name) && scopeOf(name).filter(scopes::contains).isEmpty());
    return all;
  }
}
