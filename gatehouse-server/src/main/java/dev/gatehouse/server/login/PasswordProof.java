package dev.gatehouse.server.login;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.FailedSignIns;
import dev.gatehouse.server.credential.PasswordStore;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.PasswordHasher;
import dev.gatehouse.server.crypto.PasswordHashing;
import dev.gatehouse.server.crypto.PasswordText;
import dev.gatehouse.server.crypto.PasswordVerification;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.principal.LoginIndex;
import dev.gatehouse.server.principal.LoginIndex.Candidate;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.tenant.Tenant;
import dev.gatehouse.server.tenant.TenantSlug;
import dev.gatehouse.server.tenant.TenantStore;
import java.util.Optional;

/**
 * Proves a person by address and password. Whoever asks and for whomever, the same steps are taken:
 * one transaction to find the account, one to read its hash, exactly one hash outside any
 * transaction, and one transaction that checks everything anew on locked rows and decides.
 */
public final class PasswordProof {
  private final Transactions transactions;
  private final AuditLog audit;
  private final PasswordHasher hasher;
  private final Csprng random;
  private final Accounts accounts;

  public PasswordProof(
      Transactions transactions,
      AuditLog audit,
      PasswordHasher hasher,
      Csprng random,
      Accounts accounts) {
    this.transactions = transactions;
    this.audit = audit;
    this.hasher = hasher;
    this.random = random;
    this.accounts = accounts;
  }

  /** Where accounts and what is known of them are kept. */
  public record Accounts(
      LoginIndex index,
      FailedSignIns failures,
      PersonStore persons,
      PasswordStore passwords,
      TenantStore tenants) {}

  /**
   * What somebody says to be.
   *
   * @param organisation as typed or given by the entry; empty when none is named
   * @param remembered the tenant this browser was last signed in to
   * @param cost of the hashes the realm wants
   */
  record Claim(
      EmailAddress address,
      PasswordText password,
      String organisation,
      Optional<TenantId> remembered,
      PasswordHashing cost) {}

  /** What a person who is proved goes on with, in the transaction that proved them. */
  @FunctionalInterface
  interface Proved<T> {
    T in(TenantTx tx, Person person, Attempt attempt) throws Refusal;
  }

  /** The account to be tried; where there is none, one of nobody in the realm's own tenant. */
  private record Account(TenantId tenant, PrincipalId principal, Optional<Reason> refusedFor) {}

  /** What was read and hashed before the deciding transaction. */
  private record Hashed(
      Optional<String> stored, PasswordVerification verification, Optional<String> renewed) {}

  /**
   * Proves the person and does what follows, or refuses for one of the reasons that all read the
   * same.
   */
  <T> T prove(Exchange exchange, Claim claim, Proved<T> then) throws Refusal {
    Account account =
        transactions.inRealm(exchange.realm(), Attempted.NOTHING, tx -> find(tx, claim));
    Hashed hashed = hash(exchange, claim, account);
    Attempt attempt =
        audit
            .attempt(EventType.SIGNED_IN, exchange.origin())
            .personally("email", claim.address().address());
    return transactions.inTenant(
        exchange.realm(),
        account.tenant(),
        attempt,
        tx -> {
          Person person = check(tx, claim, account, hashed, attempt);
          accounts.failures().succeeded(tx, claim.address());
          if (hashed.stored().isPresent() && hashed.renewed().isPresent()) {
            accounts
                .passwords()
                .rehash(tx, person.id(), hashed.stored().get(), hashed.renewed().get());
          }
          accounts.index().touch(tx, claim.address(), person.id());
          return then.in(tx, person, attempt);
        });
  }

  private Account find(RealmTx tx, Claim claim) {
    FailedSignIns.Admission admission = accounts.failures().admit(tx, claim.address());
    AccountChoice choice =
        AccountChoice.of(
            named(tx, claim.organisation()),
            claim.remembered(),
            accounts.index().candidates(tx, claim.address()));
    Account account =
        switch (choice) {
          case AccountChoice.Chosen(Candidate chosen) ->
              new Account(chosen.tenant(), chosen.principal(), Optional.empty());
          case AccountChoice.None(Reason reason) ->
              new Account(tx.tenant(), new PrincipalId(random.uuid()), Optional.of(reason));
        };
    return switch (admission) {
      case FailedSignIns.Admission.Admitted _ -> account;
      case FailedSignIns.Admission.Locked _ ->
          new Account(account.tenant(), account.principal(), Optional.of(Reason.ACCOUNT_LOCKED));
    };
  }

  private Optional<AccountChoice.Named> named(RealmTx tx, String organisation) {
    if (organisation.isBlank()) {
      return Optional.empty();
    }
    TenantSlug slug =
        TenantSlug.parse(organisation).orElseGet(() -> TenantSlug.suggestedBy(organisation));
    return Optional.of(new AccountChoice.Named(accounts.tenants().bySlug(tx, slug)));
  }

  /** Exactly one hash, and another only to renew that of somebody whose password is right. */
  private Hashed hash(Exchange exchange, Claim claim, Account account) throws Refusal {
    Optional<String> stored =
        transactions.readTenant(
            exchange.realm(),
            account.tenant(),
            tx -> accounts.passwords().find(tx, account.principal()));
    PasswordVerification verification =
        stored.isPresent()
            ? hasher.verify(stored.get(), claim.password(), claim.cost())
            : hasher.dummy(claim.password(), claim.cost());
    Optional<String> renewed =
        verification == PasswordVerification.MATCHED_NEEDS_REHASH && account.refusedFor().isEmpty()
            ? Optional.of(hasher.hash(claim.cost(), claim.password()))
            : Optional.empty();
    return new Hashed(stored, verification, renewed);
  }

  /**
   * Reads everything first, whatever comes of it, so that each answer costs the same statements.
   */
  private Person check(TenantTx tx, Claim claim, Account account, Hashed hashed, Attempt attempt)
      throws Refusal {
    Optional<Person> found = accounts.persons().lock(tx, account.principal());
    Optional<String> current = accounts.passwords().find(tx, account.principal());
    boolean tenantActive = accounts.tenants().find(tx).filter(Tenant::active).isPresent();
    found.ifPresent(person -> attempt.by(person.id()));
    if (account.refusedFor().isPresent()) {
      throw Refusal.of(account.refusedFor().get());
    }
    if (found.isEmpty() || !found.get().email().equals(claim.address())) {
      throw Refusal.of(Reason.ADDRESS_UNKNOWN);
    }
    if (current.isEmpty()) {
      throw Refusal.of(Reason.PASSWORD_ABSENT);
    }
    // the password may have changed while its hash was computed
    if (hashed.verification() == PasswordVerification.MISMATCHED
        || !current.equals(hashed.stored())) {
      throw Refusal.of(Reason.PASSWORD_WRONG);
    }
    Person person = found.get();
    if (!person.active()) {
      throw Refusal.of(Reason.ACCOUNT_DISABLED);
    }
    if (!person.verified()) {
      throw Refusal.of(Reason.ADDRESS_UNVERIFIED);
    }
    if (!tenantActive) {
      throw Refusal.of(Reason.TENANT_SUSPENDED);
    }
    return person;
  }
}
