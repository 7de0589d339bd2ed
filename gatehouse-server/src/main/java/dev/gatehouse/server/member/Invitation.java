package dev.gatehouse.server.member;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.principal.EmailAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody asked to join, as what was stored when they were: nothing that is sent later changes it.
 *
 * @param link of the last mail
 * @param role what they get
 * @param roleEndsAt until when
 * @param language of the mail, a BCP 47 tag
 * @param by who asked; none: an operator
 */
public record Invitation(
    UUID id,
    UUID link,
    EmailAddress address,
    String role,
    Optional<Instant> roleEndsAt,
    String language,
    Optional<PrincipalId> by,
    Instant createdAt,
    Instant expiresAt) {}
