package dev.gatehouse.server.account;

import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.mailbox.BrowserPages;
import dev.gatehouse.server.login.mailbox.MailedLinks;
import dev.gatehouse.server.login.mailbox.MailedLinks.Target;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.storage.TenantTx;
import java.util.Set;

/** Links of one kind that move an account from one address to another, there or back. */
final class AddressLinks {
  private static final Set<String> FIELDS = Set.of(CsrfGuard.FIELD, "token");

  private final LinkKind kind;
  private final MailedLinks links;
  private final AccountOf accounts;

  AddressLinks(LinkKind kind, MailedLinks links, AccountOf accounts) {
    this.kind = kind;
    this.links = links;
    this.accounts = accounts;
  }

  /** What the link that was opened is for; opening uses nothing up. */
  Target opened(Exchange exchange) throws Refusal {
    return find(exchange, exchange.query());
  }

  /** What the link is for whose form a browser sent. */
  Target sent(Exchange exchange, BrowserPages pages) throws Refusal {
    pages.sender(exchange);
    return find(exchange, exchange.form().only(FIELDS));
  }

  private Target find(Exchange exchange, Parameters parameters) throws Refusal {
    OpaqueToken token = BrowserPages.token(exchange, kind, parameters.text("token"));
    return links.find(exchange, token);
  }

  /** Uses the link up and moves the account; its address until now finds it no more. */
  Person move(TenantTx tx, Target target) throws Refusal {
    Person person = links.consume(tx, target.token(), target.link());
    if (!person.email().equals(target.person().email())) {
      throw Refusal.of(Reason.LINK_SUPERSEDED);
    }
    EmailAddress address = target.link().target();
    if (!accounts.stores().persons().changeAddress(tx, person.id(), address)) {
      throw Refusal.of(Reason.ADDRESS_TAKEN);
    }
    accounts.stores().index().remove(tx, person.id());
    accounts.stores().index().put(tx, address, person.id(), true);
    return person;
  }
}
