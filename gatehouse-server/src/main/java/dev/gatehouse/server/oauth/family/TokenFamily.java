package dev.gatehouse.server.oauth.family;

import dev.gatehouse.server.oauth.code.AuthorizationCode;
import dev.gatehouse.server.oauth.grant.Confinement;
import dev.gatehouse.server.oauth.grant.GrantedClaims;
import dev.gatehouse.server.oauth.grant.Scopes;
import java.time.Instant;
import java.util.UUID;

/**
 * Everything issued from one authorization, and the one thing kept of it: which refresh token is
 * current.
 *
 * @param id also the id of each of its refresh tokens, and the beginning of the {@code jti} of each
 *     of its access tokens
 * @param offline whether it outlives the browser session it began in
 * @param claims what it tells besides the claims of its scopes
 * @param confinement what its tokens are confined to; a key only where its client is public, whose
 *     refresh tokens nothing else protects (RFC 9449 §5)
 * @param rs the realm's revocation sequence when the person allowed it
 * @param idleExpires when it dies unless it is used
 * @param expires when it dies at the latest
 */
public record TokenFamily(
    UUID id,
    AuthorizationCode.Holder holder,
    boolean offline,
    Scopes scopes,
    GrantedClaims claims,
    Confinement confinement,
    long rs,
    Instant idleExpires,
    Instant expires) {}
