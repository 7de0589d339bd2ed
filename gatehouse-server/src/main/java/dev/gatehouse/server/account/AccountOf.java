package dev.gatehouse.server.account;

import dev.gatehouse.server.access.Rights;
import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.credential.SignInMethod;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.CurrentPassword;
import dev.gatehouse.server.login.PasswordProof.Accounts;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.Work;
import dev.gatehouse.server.tenant.TenantRoleStore;
import java.util.Optional;
import java.util.function.Function;

/** The account of whoever is signed in, and what ends with a change of it. */
public final class AccountOf {
  private final Transactions transactions;
  private final Accounts stores;
  private final Sessions sessions;
  private final Function<RealmId, Realm> realms;

  public AccountOf(
      Transactions transactions,
      Accounts stores,
      Sessions sessions,
      Function<RealmId, Realm> realms) {
    this.transactions = transactions;
    this.stores = stores;
    this.sessions = sessions;
    this.realms = realms;
  }

  Accounts stores() {
    return stores;
  }

  /** The person, as they are now. */
  Person person(Exchange exchange, SignedIn signedIn) throws Refusal {
    return read(exchange, signedIn, tx -> known(stores.persons().find(tx, signedIn.principal())));
  }

  /** Who they are. */
  Identity identity(Exchange exchange, SignedIn signedIn) throws Refusal {
    return read(exchange, signedIn, tx -> identity(tx, signedIn));
  }

  /** The same in a transaction. */
  Identity identity(TenantTx tx, SignedIn signedIn) throws Refusal {
    Person person = known(stores.persons().find(tx, signedIn.principal()));
    return new Identity(
        person,
        SignInMethod.of(tx, stores.passwords(), person.id()),
        Rights.of(realm(tx.realm()), TenantRoleStore.ofDatabase().all(tx), person.roles()),
        signedIn.tenant(),
        signedIn.organisation());
  }

  /** Reads in the person's tenant. */
  <T> T read(Exchange exchange, SignedIn signedIn, Work<TenantTx, T> work) throws Refusal {
    return transactions.readTenant(exchange.realm(), signedIn.tenant(), work);
  }

  /** Acts in the person's tenant. */
  <T> T act(Exchange exchange, SignedIn signedIn, Attempt attempt, Work<TenantTx, T> work)
      throws Refusal {
    return transactions.inTenant(exchange.realm(), signedIn.tenant(), attempt, work);
  }

  /** The same in the transaction of an act, held against changes by others with their session. */
  Person lock(TenantTx tx, SignedIn signedIn) throws Refusal {
    Person person = known(stores.persons().lock(tx, signedIn.principal()));
    sessions.hold(tx, signedIn);
    return person;
  }

  private static Person known(Optional<Person> person) throws Refusal {
    return person.filter(Person::active).orElseThrow(() -> Refusal.of(Reason.SESSION_ENDED));
  }

  /** Whose current password it should be. */
  CurrentPassword.Owner owner(Exchange exchange, SignedIn signedIn, Person person) {
    return new CurrentPassword.Owner(
        exchange.realm(),
        signedIn.tenant(),
        person.id(),
        person.email(),
        realm(exchange.realm()).passwords().hashing());
  }

  /** Refuses when the password changed while its hash was computed. */
  void requirePassword(TenantTx tx, Person person, String matched) throws Refusal {
    if (!stores.passwords().find(tx, person.id()).equals(Optional.of(matched))) {
      throw Refusal.of(Reason.REAUTHENTICATION_FAILED);
    }
  }

  Realm realm(RealmId id) {
    return realms.apply(id);
  }

  Sessions sessions() {
    return sessions;
  }
}
