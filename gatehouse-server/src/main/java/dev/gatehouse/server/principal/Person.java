package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.PrincipalId;
import java.time.Instant;
import java.util.List;

/**
 * A person of one tenant, with the one address they are reached at. The same address in another
 * tenant is another person.
 *
 * @param active false once disabled: no sign-in, no token
 * @param locale the language their mails are written in, a BCP 47 tag
 * @param verified whether they proved that the address is theirs
 */
public record Person(
    PrincipalId id,
    boolean active,
    String name,
    String locale,
    List<String> roles,
    EmailAddress email,
    boolean verified,
    Instant createdAt) {
  public Person {
    roles = List.copyOf(roles);
  }
}
