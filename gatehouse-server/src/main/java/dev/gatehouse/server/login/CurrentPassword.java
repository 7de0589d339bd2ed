package dev.gatehouse.server.login;

import dev.gatehouse.server.credential.FailedSignIns;
import dev.gatehouse.server.crypto.PasswordHasher;
import dev.gatehouse.server.crypto.PasswordHashing;
import dev.gatehouse.server.crypto.PasswordText;
import dev.gatehouse.server.crypto.PasswordVerification;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.login.PasswordProof.Accounts;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.Transactions;
import java.util.Optional;

/**
 * Asks somebody who is known for the password they have. A try counts like a sign-in, so nobody
 * guesses here what is slowed down there.
 */
public final class CurrentPassword {
  private final Transactions transactions;
  private final PasswordHasher hasher;
  private final Accounts accounts;

  public CurrentPassword(Transactions transactions, PasswordHasher hasher, Accounts accounts) {
    this.transactions = transactions;
    this.hasher = hasher;
    this.accounts = accounts;
  }

  /** Whose password it should be, and the cost of the realm's hashes. */
  public record Owner(
      RealmId realm,
      TenantId tenant,
      PrincipalId person,
      EmailAddress address,
      PasswordHashing cost) {}

  /**
   * Checks what was typed, outside any transaction.
   *
   * @return the stored hash it matched, to be compared again in the act's transaction; empty when
   *     it is wrong, or too many tries were
   */
  public Optional<String> prove(Owner owner, Secret typed) throws Refusal {
    if (!(PasswordText.normalise(typed) instanceof PasswordText.Ok(PasswordText password))) {
      return Optional.empty();
    }
    FailedSignIns.Admission admission =
        transactions.inRealm(
            owner.realm(), Attempted.NOTHING, tx -> accounts.failures().admit(tx, owner.address()));
    Optional<String> stored =
        transactions.readTenant(
            owner.realm(), owner.tenant(), tx -> accounts.passwords().find(tx, owner.person()));
    PasswordVerification verification =
        stored.isPresent()
            ? hasher.verify(stored.get(), password, owner.cost())
            : hasher.dummy(password, owner.cost());
    boolean right =
        verification != PasswordVerification.MISMATCHED
            && admission instanceof FailedSignIns.Admission.Admitted;
    return right ? stored : Optional.empty();
  }
}
