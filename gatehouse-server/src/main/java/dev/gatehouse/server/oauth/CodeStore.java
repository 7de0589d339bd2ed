package dev.gatehouse.server.oauth;

import dev.gatehouse.server.storage.TenantTx;
import java.util.UUID;

/** Where authorization codes are kept, by digest. */
interface CodeStore {
  /** Keeps a new code. */
  void insert(TenantTx tx, AuthorizationCode code, byte[] digest);

  /**
   * Redeems, once and for good: of many at the same time one gets {@link Redemption.Redeemed}. It
   * stays redeemed when the request is refused afterwards.
   */
  Redemption redeem(TenantTx tx, UUID id, byte[] digest);
}
