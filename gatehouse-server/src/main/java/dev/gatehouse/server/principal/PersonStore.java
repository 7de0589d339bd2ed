package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;
import java.util.Optional;

/**
 * The people of a tenant. Whoever has no address any more (a discarded sign-up) is not found:
 * nobody can be them.
 */
public interface PersonStore {
  /** The people in the database. */
  static PersonStore ofDatabase() {
    return new JdbcPersonStore();
  }

  /**
   * Adds a person with their address, as an effect.
   *
   * @return false when somebody of the tenant has the address; then the act must be refused
   */
  boolean create(TenantTx tx, NewPerson person);

  /** The person of that id. */
  Optional<Person> find(TenantTx tx, PrincipalId id);

  /** The person of that id, held against changes by others until the transaction ends. */
  Optional<Person> lock(TenantTx tx, PrincipalId id);

  /** The person who has the address. */
  Optional<Person> byAddress(TenantTx tx, EmailAddress address);

  /** Whether the tenant has any active person. */
  boolean hasAnybody(TenantTx tx);

  /** Notes that the address is proved, as an effect; true also when it was before. */
  boolean markVerified(TenantTx tx, PrincipalId id, EmailAddress address);

  /**
   * Gives the person another, proved address, as an effect.
   *
   * @return false when somebody else of the tenant has it; then the act must be refused
   */
  boolean changeAddress(TenantTx tx, PrincipalId id, EmailAddress address);

  /** Takes the address away, as an effect. */
  void removeAddress(TenantTx tx, PrincipalId id);

  /** Shuts the person out, as an effect. */
  void disable(TenantTx tx, PrincipalId id);

  /** Lets the person in again, as an effect; nothing that ended comes back. */
  void enable(TenantTx tx, PrincipalId id);
}
