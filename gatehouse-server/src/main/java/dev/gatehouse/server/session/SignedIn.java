package dev.gatehouse.server.session;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.kernel.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * A person in a browser, proved by its cookie and by the state of session, person and tenant at
 * this moment.
 *
 * @param authTime when the person proved who they are (OpenID Connect Core §2)
 * @param amr by which means (RFC 8176)
 * @param acr how good that proof is
 * @param mfa whether two kinds of proof were given
 * @param name the name they go by
 * @param email their confirmed address
 * @param organisation name of their tenant
 * @param organisationSlug its name in addresses
 * @param cookie the value of the cookie, to which forms are bound
 */
public record SignedIn(
    SessionId id,
    TenantId tenant,
    PrincipalId principal,
    Instant authTime,
    List<String> amr,
    String acr,
    boolean mfa,
    String name,
    String email,
    String organisation,
    String organisationSlug,
    List<String> roles,
    Secret cookie) {
  public SignedIn {
    amr = List.copyOf(amr);
    roles = List.copyOf(roles);
  }
}
