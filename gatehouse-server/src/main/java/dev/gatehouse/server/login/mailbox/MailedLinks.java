package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.credential.DeadLink;
import dev.gatehouse.server.credential.Finding;
import dev.gatehouse.server.credential.Link;
import dev.gatehouse.server.credential.LinkStore;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.PasswordProof.Accounts;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.tenant.Tenant;
import java.util.Optional;

/** Links that came by mail: whose they are, and using them up for that person alone. */
public final class MailedLinks {
  private final Transactions transactions;
  private final LinkStore links;
  private final Accounts accounts;

  public MailedLinks(Transactions transactions, LinkStore links, Accounts accounts) {
    this.transactions = transactions;
    this.links = links;
    this.accounts = accounts;
  }

  /** A link that works, and whose it is. */
  public record Target(OpaqueToken token, Link link, Person person, Tenant tenant) {
    /** Refuses when the address it was sent to is no longer the person's. */
    Target sentToThePerson() throws Refusal {
      requireSentTo(person, link);
      return this;
    }
  }

  private static void requireSentTo(Person person, Link link) throws Refusal {
    if (!person.email().equals(link.target())) {
      throw Refusal.of(Reason.LINK_SUPERSEDED);
    }
  }

  /** What the link is for, without using it. */
  public Target find(Exchange exchange, OpaqueToken token) throws Refusal {
    return transactions.readTenant(
        exchange.realm(),
        token.tenant(),
        tx -> {
          Link link = open(tx, token);
          Optional<Tenant> tenant = accounts.tenants().find(tx).filter(Tenant::active);
          if (tenant.isEmpty()) {
            throw Refusal.of(Reason.TENANT_SUSPENDED);
          }
          Person person = able(accounts.persons().find(tx, link.owner()));
          return new Target(token, link, person, tenant.get());
        });
  }

  /** The link, without using it and without asking whose it is. */
  Link open(Exchange exchange, OpaqueToken token) throws Refusal {
    return transactions.readTenant(exchange.realm(), token.tenant(), tx -> open(tx, token));
  }

  private Link open(TenantTx tx, OpaqueToken token) throws Refusal {
    return switch (links.find(tx, token)) {
      case Finding.Open(Link open) -> open;
      case DeadLink dead -> throw dead.refusal();
    };
  }

  /** Uses the link up; its person is held against changes by others. */
  public Person consume(TenantTx tx, OpaqueToken token, Link found) throws Refusal {
    // INVARIANT: a person before their links: whoever issues one holds the person already
    Optional<Person> person = accounts.persons().lock(tx, found.owner());
    if (links.consume(tx, token) instanceof DeadLink dead) {
      throw dead.refusal();
    }
    return able(person);
  }

  /** The same, while the address it was sent to is still the person's. */
  Person consumeForItsAddress(TenantTx tx, OpaqueToken token, Link found) throws Refusal {
    Person person = consume(tx, token, found);
    requireSentTo(person, found);
    return person;
  }

  private static Person able(Optional<Person> person) throws Refusal {
    if (person.isEmpty()) {
      throw Refusal.of(Reason.LINK_SUPERSEDED);
    }
    if (!person.get().active()) {
      throw Refusal.of(Reason.ACCOUNT_DISABLED);
    }
    return person.get();
  }
}
