package dev.gatehouse.server.oauth;

import java.util.LinkedHashMap;
import java.util.Map;

/** The claims about a person that each scope asks for (OpenID Connect Core §5.4). */
final class PersonClaims {
  private PersonClaims() {}

  static Map<String, Object> of(Subject.Person person, Scopes scopes) {
    Map<String, Object> claims = new LinkedHashMap<>();
    if (scopes.contains(Scopes.PROFILE)) {
      claims.put("name", person.name());
    }
    if (scopes.contains(Scopes.EMAIL) && !person.email().isEmpty()) {
      claims.put("email", person.email());
      claims.put("email_verified", person.emailVerified());
    }
    return claims;
  }
}
