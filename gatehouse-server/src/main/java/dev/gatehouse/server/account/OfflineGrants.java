package dev.gatehouse.server.account;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The applications that a person lets act for them while they are away. */
public interface OfflineGrants {
  /**
   * One of them.
   *
   * @param application its name, as people read it
   * @param lastUsedAt when it last got a token
   */
  record Entry(UUID id, String application, Instant grantedAt, Optional<Instant> lastUsedAt) {}

  /** The living ones of this person, last granted first. */
  List<Entry> list(TenantTx tx, PrincipalId principal);

  /**
   * Ends one, as an effect, with everything issued from it.
   *
   * @return false when this person has no such living one
   */
  boolean revoke(TenantTx tx, PrincipalId principal, UUID id);
}
