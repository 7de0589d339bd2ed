package dev.gatehouse.server.account;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.credential.LinkMaker;
import dev.gatehouse.server.credential.NewLink;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.mailbox.BrowserPages;
import dev.gatehouse.server.login.mailbox.MailedLinks;
import dev.gatehouse.server.login.mailbox.MailedLinks.Target;
import dev.gatehouse.server.login.mailbox.Mailing;
import dev.gatehouse.server.login.mailbox.Records;
import dev.gatehouse.server.notify.OutgoingMail;
import dev.gatehouse.server.page.mail.Mail;
import dev.gatehouse.server.page.view.DoneView;
import dev.gatehouse.server.page.view.EmailConfirmView;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.SessionCookie;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.session.StartedSession;
import dev.gatehouse.server.storage.TenantTx;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Proves the new address and makes it the account's. Other sessions and all tokens end; the old
 * mailbox gets a link that takes it back.
 */
public final class ConfirmEmailPage {
  private final BrowserPages pages;
  private final Records records;
  private final Mailing mailing;
  private final AccountOf accounts;
  private final SessionGate gate;
  private final Function<RealmId, Realm> realms;
  private final AddressLinks links;

  public ConfirmEmailPage(
      BrowserPages pages,
      Records records,
      Mailing mailing,
      AccountOf accounts,
      SessionGate gate,
      Function<RealmId, Realm> realms) {
    this.pages = pages;
    this.records = records;
    this.mailing = mailing;
    this.accounts = accounts;
    this.gate = gate;
    this.realms = realms;
    this.links =
        new AddressLinks(
            LinkKind.EMAIL_CHANGE,
            new MailedLinks(records.transactions(), mailing.links(), accounts.stores()),
            accounts);
  }

  /** {@code GET /email/confirm}: asks; any number of times. */
  public Answer show(Exchange exchange) throws Refusal {
    Target target = links.opened(exchange);
    return pages.answer(
        new EmailConfirmView(
            pages.withForm(exchange),
            exchange.site().path(LinkKind.EMAIL_CHANGE.path()),
            target.token().wire(),
            target.person().email().address(),
            target.link().target().address()));
  }

  /** {@code POST /email/confirm}: changes the address, once. */
  public Answer submit(Exchange exchange) throws Refusal {
    Target target = links.sent(exchange, pages);
    Optional<SignedIn> here =
        gate.peek(exchange).filter(signedIn -> signedIn.principal().equals(target.person().id()));
    Optional<StartedSession> session = change(exchange, target, here);
    session.ifPresent(kept -> SessionCookie.hand(exchange, kept));
    return pages.answer(
        new DoneView(
            pages.plain(exchange),
            DoneView.Kind.EMAIL_CHANGED,
            target.link().target().address(),
            exchange.site().path(session.isPresent() ? "/account" : "/sign-in")));
  }

  private Optional<StartedSession> change(Exchange exchange, Target target, Optional<SignedIn> here)
      throws Refusal {
    EmailAddress old = target.person().email();
    NewLink undo = undo(exchange, target);
    OutgoingMail notice = notice(exchange, target, undo);
    Attempt attempt =
        records
            .attempt(EventType.ADDRESS_CHANGED, exchange)
            .by(target.person().id())
            .personally("old_email", old.address())
            .personally("new_email", target.link().target().address());
    return records
        .transactions()
        .inTenant(
            exchange.realm(),
            target.token().tenant(),
            attempt,
            tx -> {
              Person person = links.move(tx, target);
              mailing
                  .links()
                  .supersede(
                      tx,
                      person.id(),
                      Set.of(LinkKind.VERIFY, LinkKind.RESET, LinkKind.EMAIL_CHANGE));
              mailing.links().issue(tx, undo);
              mailing.outbox().enqueue(tx, notice);
              Optional<StartedSession> session = end(tx, person, here);
              attempt.succeeded(tx);
              return session;
            });
  }

  private Optional<StartedSession> end(TenantTx tx, Person person, Optional<SignedIn> here)
      throws Refusal {
    if (here.isPresent()) {
      return Optional.of(accounts.sessions().endOthers(tx, here.get(), "address_changed"));
    }
    accounts.sessions().endEverything(tx, person.id(), "address_changed");
    return Optional.empty();
  }

  private NewLink undo(Exchange exchange, Target target) {
    return mailing
        .maker()
        .make(
            LinkKind.EMAIL_UNDO,
            new LinkMaker.Place(exchange.realm(), target.token().tenant()),
            target.person().id(),
            target.person().email(),
            realms.apply(exchange.realm()).mail().undoTtl());
  }

  private OutgoingMail notice(Exchange exchange, Target target, NewLink undo) {
    Mail mail =
        new Mail.AddressChanged(
            mailing.branding(exchange.realm()),
            mailing.messages(target.person().locale()),
            target.tenant().name(),
            target.link().target().address(),
            LinkMaker.uri(exchange.site(), undo).toString(),
            undo.life());
    return mailing.writer().write(exchange.realm(), target.person().email(), mail, undo.life());
  }
}
