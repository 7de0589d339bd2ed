package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.TenantTx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which accounts of a realm an address has, before a tenant is known. It holds keyed digests of
 * addresses and ids, nothing else.
 */
public final class LoginIndex {
  private final LoginIndexStore store;
  private final AddressKeys keys;

  public LoginIndex(AddressKeys keys) {
    this(new JdbcLoginIndexStore(), keys);
  }

  LoginIndex(LoginIndexStore store, AddressKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  /**
   * An account that has the address.
   *
   * @param verified whether the address was proved for this account
   * @param lastUsedAt when it last signed in
   */
  public record Candidate(
      TenantId tenant, PrincipalId principal, boolean verified, Optional<Instant> lastUsedAt) {}

  /** The accounts that have the address: proved first, then the last used. */
  public List<Candidate> candidates(RealmTx tx, EmailAddress address) {
    return store.candidates(tx, keys.forIndex(tx.realm(), address));
  }

  /** Adds an account of the transaction's tenant, as an effect. */
  public void put(TenantTx tx, EmailAddress address, PrincipalId principal, boolean verified) {
    store.put(tx, keys.forIndex(tx.realm(), address), principal, verified);
  }

  /** Notes that the address was proved for the account, as an effect. */
  public void markVerified(TenantTx tx, EmailAddress address, PrincipalId principal) {
    store.markVerified(tx, keys.forIndex(tx.realm(), address), principal);
  }

  /** Notes that the account just signed in with the address, as an effect. */
  public void touch(TenantTx tx, EmailAddress address, PrincipalId principal) {
    store.touch(tx, keys.forIndex(tx.realm(), address), principal);
  }

  /** Takes all addresses of the account out, as an effect. */
  public void remove(TenantTx tx, PrincipalId principal) {
    store.remove(tx, principal);
  }
}
