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
import dev.gatehouse.server.page.view.EmailUndoView;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.SessionCookie;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Takes a change of address back from the old mailbox. Everybody is signed out, later changes can't
 * be taken back to an address that is not the first owner's, and a mail offers a new password.
 */
public final class UndoEmailPage {
  private final BrowserPages pages;
  private final Records records;
  private final Mailing mailing;
  private final AccountOf accounts;
  private final Function<RealmId, Realm> realms;
  private final AddressLinks links;

  public UndoEmailPage(
      BrowserPages pages,
      Records records,
      Mailing mailing,
      AccountOf accounts,
      Function<RealmId, Realm> realms) {
    this.pages = pages;
    this.records = records;
    this.mailing = mailing;
    this.accounts = accounts;
    this.realms = realms;
    this.links =
        new AddressLinks(
            LinkKind.EMAIL_UNDO,
            new MailedLinks(records.transactions(), mailing.links(), accounts.stores()),
            accounts);
  }

  /** {@code GET /email/undo}: asks; any number of times. */
  public Answer show(Exchange exchange) throws Refusal {
    Target target = links.opened(exchange);
    return pages.answer(
        new EmailUndoView(
            pages.withForm(exchange),
            exchange.site().path(LinkKind.EMAIL_UNDO.path()),
            target.token().wire(),
            target.link().target().address(),
            target.person().email().address()));
  }

  /** {@code POST /email/undo}: restores the address, once, and offers a new password at once. */
  public Answer submit(Exchange exchange) throws Refusal {
    Target target = links.sent(exchange, pages);
    NewLink reset = reset(exchange, target);
    undo(exchange, target, reset);
    SessionCookie.clear(exchange);
    return pages.answer(
        new DoneView(
            pages.plain(exchange),
            DoneView.Kind.EMAIL_RESTORED,
            target.link().target().address(),
            LinkMaker.uri(exchange.site(), reset).toString()));
  }

  private void undo(Exchange exchange, Target target, NewLink reset) throws Refusal {
    OutgoingMail mail = mail(exchange, target, reset);
    Attempt attempt =
        records
            .attempt(EventType.ADDRESS_CHANGE_UNDONE, exchange)
            .by(target.person().id())
            .personally("restored_email", target.link().target().address());
    records
        .transactions()
        .inTenant(
            exchange.realm(),
            target.token().tenant(),
            attempt,
            tx -> {
              Person person = links.move(tx, target);
              mailing.links().supersedeYounger(tx, target.link());
              mailing
                  .links()
                  .supersede(tx, person.id(), Set.of(LinkKind.VERIFY, LinkKind.EMAIL_CHANGE));
              mailing.links().issue(tx, reset);
              mailing.outbox().enqueue(tx, mail);
              accounts.sessions().endEverything(tx, person.id(), "address_restored");
              attempt.succeeded(tx);
              return true;
            });
  }

  private NewLink reset(Exchange exchange, Target target) {
    return mailing
        .maker()
        .make(
            LinkKind.RESET,
            new LinkMaker.Place(exchange.realm(), target.token().tenant()),
            target.person().id(),
            target.link().target(),
            realms.apply(exchange.realm()).mail().resetTtl());
  }

  private OutgoingMail mail(Exchange exchange, Target target, NewLink reset) {
    Mail mail =
        new Mail.ResetPassword(
            mailing.branding(exchange.realm()),
            mailing.messages(target.person().locale()),
            List.of(
                new Mail.OrganisationLink(
                    target.tenant().name(), LinkMaker.uri(exchange.site(), reset).toString())),
            reset.life());
    return mailing.writer().write(exchange.realm(), target.link().target(), mail, reset.life());
  }
}
