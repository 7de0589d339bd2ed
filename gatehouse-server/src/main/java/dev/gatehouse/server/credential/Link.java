package dev.gatehouse.server.credential;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.principal.EmailAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A one-time link, without its secret.
 *
 * @param person whose it is; absent for the first operator, who is nobody yet
 * @param browser digest of the browser that asked, where the link is bound to it
 * @param address the address it proves or restores
 */
public record Link(
    UUID id,
    LinkKind kind,
    Optional<PrincipalId> person,
    Optional<byte[]> browser,
    Optional<EmailAddress> address,
    Instant createdAt,
    Instant expiresAt) {

  /** The person of a link that always has one. */
  public PrincipalId owner() {
    return person.orElseThrow(() -> new IllegalStateException("a link of nobody: " + kind));
  }

  /** The address of a link that always has one. */
  public EmailAddress target() {
    return address.orElseThrow(() -> new IllegalStateException("a link without address: " + kind));
  }
}
