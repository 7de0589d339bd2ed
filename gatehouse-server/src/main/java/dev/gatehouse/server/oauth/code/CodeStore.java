package dev.gatehouse.server.oauth.code;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;
import java.util.UUID;

/** Where authorization codes are kept, by digest. */
public interface CodeStore {
  /** That of the database. */
  static CodeStore ofDatabase() {
    return new JdbcCodeStore();
  }

  /** Keeps a new code. */
  void insert(TenantTx tx, AuthorizationCode code, byte[] digest);

  /**
   * Redeems, once and for good: of many at the same time one gets {@link Redemption.Redeemed}. It
   * stays redeemed when the request is refused afterwards.
   */
  Redemption redeem(TenantTx tx, UUID id, byte[] digest);

  /** Holds the person's codes that the client has yet to redeem until the transaction ends. */
  void lockPending(TenantTx tx, PrincipalId principal, ClientId client);

  /**
   * Makes them worth nothing, as an effect.
   *
   * @return how many there were
   */
  int expirePending(TenantTx tx, PrincipalId principal, ClientId client);
}
