package dev.gatehouse.server.oauth.code;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.oauth.grant.Confinement;
import dev.gatehouse.server.oauth.grant.GrantedClaims;
import dev.gatehouse.server.oauth.grant.Scopes;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person allowed a client to have, until the client fetches it with the code (RFC 6749
 * §4.1.2).
 *
 * @param id the row; the code itself is kept as a digest only
 * @param family what becomes of it, named beforehand so that a replay finds what to revoke
 * @param redirectUri as it stood in the request, byte for byte
 * @param claims what it tells besides the claims of its scopes
 * @param codeChallenge S256; absent only for a client exempted in the realm file
 * @param confinement what its tokens will be confined to; the key is that of {@code dpop_jkt}
 * @param rs the realm's revocation sequence when it was issued: what is revoked later counts
 */
public record AuthorizationCode(
    UUID id,
    UUID family,
    Holder holder,
    String redirectUri,
    Scopes scopes,
    GrantedClaims claims,
    Optional<String> nonce,
    Optional<String> codeChallenge,
    Confinement confinement,
    long rs,
    Instant expiresAt) {
  /** Who may have it: a client, on behalf of a person, in one session. */
  public record Holder(ClientId client, PrincipalId principal, SessionId session) {}
}
