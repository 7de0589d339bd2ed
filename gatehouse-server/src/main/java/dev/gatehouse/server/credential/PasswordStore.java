package dev.gatehouse.server.credential;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;
import java.util.Optional;

/** Hashes of passwords, as PHC strings. */
public interface PasswordStore {
  /** The hashes in the database. */
  static PasswordStore ofDatabase() {
    return new JdbcPasswordStore();
  }

  /** The hash of the person's password; empty when they have none. */
  Optional<String> find(TenantTx tx, PrincipalId person);

  /** Sets a password, as an effect. */
  void put(TenantTx tx, PrincipalId person, String hash);

  /**
   * Puts a new hash of the same password in place of an old one, as an effect.
   *
   * @return false when the password changed meanwhile; then nothing is done
   */
  boolean rehash(TenantTx tx, PrincipalId person, String old, String hash);

  /** Takes the password away, as an effect. */
  void remove(TenantTx tx, PrincipalId person);
}
