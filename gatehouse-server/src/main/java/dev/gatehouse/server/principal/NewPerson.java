package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.PrincipalId;
import java.util.List;

/**
 * A person about to be.
 *
 * @param locale a BCP 47 tag
 * @param verified whether the address is already proved
 */
public record NewPerson(
    PrincipalId id,
    String name,
    String locale,
    List<String> roles,
    EmailAddress email,
    boolean verified) {
  public NewPerson {
    roles = List.copyOf(roles);
  }
}
