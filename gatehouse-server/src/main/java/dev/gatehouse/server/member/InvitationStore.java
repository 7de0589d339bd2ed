package dev.gatehouse.server.member;

import dev.gatehouse.server.storage.TenantTx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who is asked to join a tenant and has not answered. */
interface InvitationStore {
  /**
   * Keeps it, as an effect; the one that was open for the address is gone.
   *
   * @return its id: that of the one it replaced, if there was one
   */
  UUID put(TenantTx tx, Invitation invitation);

  /** Has another link count from now on, as an effect; false where there is no such invitation. */
  boolean renew(TenantTx tx, UUID invitation, UUID link, Instant expiresAt);

  Optional<Invitation> find(TenantTx tx, UUID invitation);

  /** The one whose last mail had the link. */
  Optional<Invitation> byLink(TenantTx tx, UUID link);

  /** All of the tenant, the newest first; those that expired until they are forgotten. */
  List<Invitation> all(TenantTx tx, int most);

  /** It is answered or taken back, as an effect; false where there is none. */
  boolean remove(TenantTx tx, UUID invitation);
}
