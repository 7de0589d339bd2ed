package dev.gatehouse.server.account;

import dev.gatehouse.server.credential.Consumption;
import dev.gatehouse.server.credential.DeadLink;
import dev.gatehouse.server.credential.Finding;
import dev.gatehouse.server.credential.Link;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.mailbox.Mailing;
import dev.gatehouse.server.login.mailbox.Records;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.tenant.Tenant;
import java.util.Optional;

/** Links that move an account from one address to another, there or back. */
final class AddressLinks {
  private final Records records;
  private final Mailing mailing;
  private final AccountOf accounts;

  AddressLinks(Records records, Mailing mailing, AccountOf accounts) {
    this.records = records;
    this.mailing = mailing;
    this.accounts = accounts;
  }

  /** A link that works, and whose account it moves. */
  record Target(Link link, Person person, Tenant tenant) {}

  /** What the link is for, without using it. */
  Target find(Exchange exchange, OpaqueToken token) throws Refusal {
    return records
        .transactions()
        .readTenant(
            exchange.realm(),
            token.tenant(),
            tx -> {
              Link link =
                  switch (mailing.links().find(tx, token)) {
                    case Finding.Open(Link open) -> open;
                    case DeadLink dead -> throw dead.refusal();
                  };
              Tenant tenant =
                  accounts
                      .stores()
                      .tenants()
                      .find(tx)
                      .filter(Tenant::active)
                      .orElseThrow(() -> Refusal.of(Reason.TENANT_SUSPENDED));
              Optional<Person> owner = accounts.stores().persons().find(tx, link.owner());
              return new Target(link, known(owner), tenant);
            });
  }

  /** Uses the link up. */
  Link consume(TenantTx tx, OpaqueToken token) throws Refusal {
    return switch (mailing.links().consume(tx, token)) {
      case Consumption.Consumed(Link consumed) -> consumed;
      case DeadLink dead -> throw dead.refusal();
    };
  }

  /** The person it is of, held against changes by others. */
  Person person(TenantTx tx, Link link) throws Refusal {
    return known(accounts.stores().persons().lock(tx, link.owner()));
  }

  private static Person known(Optional<Person> owner) throws Refusal {
    Person person = owner.orElseThrow(() -> Refusal.of(Reason.LINK_SUPERSEDED));
    if (!person.active()) {
      throw Refusal.of(Reason.ACCOUNT_DISABLED);
    }
    return person;
  }

  /** Moves the account; its old address finds it no more. */
  void move(TenantTx tx, Person person, EmailAddress address) throws Refusal {
    if (!accounts.stores().persons().changeAddress(tx, person.id(), address)) {
      throw Refusal.of(Reason.ADDRESS_TAKEN);
    }
    accounts.stores().index().remove(tx, person.id());
    accounts.stores().index().put(tx, address, person.id(), true);
  }
}
