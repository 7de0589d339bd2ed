package dev.gatehouse.server.account;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.CurrentPassword;
import dev.gatehouse.server.login.PasswordProof.Accounts;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.session.StartedSession;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import java.util.Optional;
import java.util.function.Function;

/** The account of whoever is signed in, and what ends with a change of it. */
public final class AccountOf {
  private final Transactions transactions;
  private final Accounts stores;
  private final Sessions sessions;
  private final Revocations revocations;
  private final Function<RealmId, Realm> realms;

  public AccountOf(
      Transactions transactions,
      Accounts stores,
      Sessions sessions,
      Revocations revocations,
      Function<RealmId, Realm> realms) {
    this.transactions = transactions;
    this.stores = stores;
    this.sessions = sessions;
    this.revocations = revocations;
    this.realms = realms;
  }

  Accounts stores() {
    return stores;
  }

  /** The person, as they are now. */
  Person person(Exchange exchange, SignedIn signedIn) throws Refusal {
    return transactions.readTenant(
        exchange.realm(),
        signedIn.tenant(),
        tx -> known(stores.persons().find(tx, signedIn.principal())));
  }

  /** The same, held against changes by others. */
  Person lock(TenantTx tx, SignedIn signedIn) throws Refusal {
    return known(stores.persons().lock(tx, signedIn.principal()));
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
        realms.apply(exchange.realm()).passwords().argon2());
  }

  /** Refuses when the password changed while its hash was computed. */
  void requirePassword(TenantTx tx, Person person, String matched) throws Refusal {
    if (!stores.passwords().find(tx, person.id()).equals(Optional.of(matched))) {
      throw Refusal.of(Reason.REAUTHENTICATION_FAILED);
    }
  }

  /** Ends every token and every session but this one, which gets a new secret. */
  StartedSession endOthers(TenantTx tx, SignedIn signedIn, String reason) throws Refusal {
    sessions.endAll(tx, signedIn.principal(), Optional.of(signedIn.id()), reason);
    revocations.revoke(tx, Revocations.Kind.PRINCIPAL, signedIn.principal().toString());
    return sessions.rotate(tx, signedIn);
  }

  /** Ends every token and every session. */
  void endEverything(TenantTx tx, Person person, String reason) {
    sessions.endAll(tx, person.id(), Optional.empty(), reason);
    revocations.revoke(tx, Revocations.Kind.PRINCIPAL, person.id().toString());
  }
}
