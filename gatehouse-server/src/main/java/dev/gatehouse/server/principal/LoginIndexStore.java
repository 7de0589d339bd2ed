package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.principal.LoginIndex.Candidate;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;

/** Where the login index is kept; an address is its keyed digest. */
interface LoginIndexStore {
  List<Candidate> candidates(RealmTx tx, byte[] addressMac);

  void put(TenantTx tx, byte[] addressMac, PrincipalId principal, boolean verified);

  void markVerified(TenantTx tx, byte[] addressMac, PrincipalId principal);

  void touch(TenantTx tx, byte[] addressMac, PrincipalId principal);

  void remove(TenantTx tx, PrincipalId principal);
}
