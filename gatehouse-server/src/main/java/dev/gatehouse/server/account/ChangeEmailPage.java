package dev.gatehouse.server.account;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.credential.LinkMaker;
import dev.gatehouse.server.credential.MailBudget;
import dev.gatehouse.server.credential.NewLink;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.PublicCode;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.login.CurrentPassword;
import dev.gatehouse.server.login.mailbox.EmailField;
import dev.gatehouse.server.login.mailbox.Mailing;
import dev.gatehouse.server.login.mailbox.Records;
import dev.gatehouse.server.notify.OutgoingMail;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.form.FormProblem;
import dev.gatehouse.server.page.mail.Mail;
import dev.gatehouse.server.page.view.ChangeEmailView;
import dev.gatehouse.server.page.view.CheckMailView;
import dev.gatehouse.server.page.view.Page;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.SessionFrames;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.storage.Attempted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Asks for another address. Nothing changes before the link sent there is opened; and if somebody
 * of the organisation has the address, only that mailbox learns of it.
 */
public final class ChangeEmailPage {
  private static final String PASSWORD = "password";
  private static final Set<String> FIELDS = Set.of(CsrfGuard.FIELD, "email", PASSWORD);

  private final Records records;
  private final Mailing mailing;
  private final AccountOf accounts;
  private final CurrentPassword current;
  private final SessionFrames frames;
  private final PageRenderer renderer;
  private final Function<RealmId, Realm> realms;

  public ChangeEmailPage(
      Records records,
      Mailing mailing,
      AccountOf accounts,
      CurrentPassword current,
      SessionFrames frames,
      PageRenderer renderer,
      Function<RealmId, Realm> realms) {
    this.records = records;
    this.mailing = mailing;
    this.accounts = accounts;
    this.current = current;
    this.frames = frames;
    this.renderer = renderer;
    this.realms = realms;
  }

  /** {@code GET /account/email}. */
  public Answer show(Exchange exchange, SignedIn signedIn) throws Refusal {
    return answer(200, form(exchange, signedIn, "", FormErrors.none()));
  }

  /** {@code POST /account/email}: "look into your new mailbox", whoever has it. */
  public Answer submit(Exchange exchange, SignedIn signedIn) throws Refusal {
    Parameters form = exchange.form().only(FIELDS);
    Person person = accounts.person(exchange, signedIn);
    EmailField email = EmailField.read(form, FormErrors.none());
    Secret typed = Secret.of(form.text(PASSWORD));
    FormErrors errors = errors(person, email, typed);
    if (!errors.isEmpty()) {
      return again(form(exchange, signedIn, email.typed(), errors));
    }
    EmailAddress wanted = email.address().orElseThrow();
    Optional<String> matched = current.prove(accounts.owner(exchange, signedIn, person), typed);
    if (matched.isEmpty()) {
      records.refused(
          exchange,
          signedIn.tenant(),
          attempt(exchange, signedIn, wanted),
          Reason.REAUTHENTICATION_FAILED);
      FormErrors wrong = FormErrors.of(PASSWORD, FormProblem.PASSWORD_WRONG);
      return again(form(exchange, signedIn, email.typed(), wrong));
    }
    spend(exchange, wanted);
    ask(exchange, signedIn, person, wanted, matched.get());
    return answer(
        200,
        new CheckMailView(
            frames.of(exchange, signedIn),
            CheckMailView.Kind.EMAIL_CHANGE,
            wanted.address(),
            realms.apply(exchange.realm()).mail().changeTtl(),
            null,
            exchange.site().path("/account")));
  }

  private static FormErrors errors(Person person, EmailField email, Secret typed) {
    FormErrors errors = email.errors();
    if (email.address().filter(person.email()::equals).isPresent()) {
      errors = errors.with("email", FormProblem.EMAIL_UNCHANGED);
    }
    return typed.reveal().isEmpty() ? errors.with(PASSWORD, FormProblem.PASSWORD_MISSING) : errors;
  }

  private void spend(Exchange exchange, EmailAddress wanted) throws Refusal {
    Realm realm = realms.apply(exchange.realm());
    records
        .transactions()
        .inRealm(
            exchange.realm(),
            Attempted.NOTHING,
            tx -> {
              MailBudget.Use use = MailBudget.Use.ADDRESS_CHANGE;
              mailing.budget().ask(tx, use, wanted, realm.mail());
              mailing.budget().write(tx, use, 1, realm.mail());
              return true;
            });
  }

  private void ask(
      Exchange exchange, SignedIn signedIn, Person person, EmailAddress wanted, String matched)
      throws Refusal {
    NewLink link =
        mailing
            .maker()
            .make(
                LinkKind.EMAIL_CHANGE,
                new LinkMaker.Place(exchange.realm(), signedIn.tenant()),
                person.id(),
                wanted,
                realms.apply(exchange.realm()).mail().changeTtl());
    OutgoingMail proof = proof(exchange, person, wanted, link);
    OutgoingMail taken = taken(exchange, person, wanted, link);
    Attempt attempt = attempt(exchange, signedIn, wanted);
    records
        .transactions()
        .inTenant(
            exchange.realm(),
            signedIn.tenant(),
            attempt,
            tx -> {
              Person locked = accounts.lock(tx, signedIn);
              accounts.requirePassword(tx, locked, matched);
              accounts.stores().failures().succeeded(tx, locked.email());
              boolean free = accounts.stores().persons().byAddress(tx, wanted).isEmpty();
              if (free) {
                mailing.links().issue(tx, link);
              }
              mailing.outbox().enqueue(tx, free ? proof : taken);
              attempt.detail("address_free", free).succeeded(tx);
              return true;
            });
  }

  private OutgoingMail proof(Exchange exchange, Person person, EmailAddress wanted, NewLink link) {
    Mail mail =
        new Mail.ConfirmNewAddress(
            mailing.branding(exchange.realm()),
            mailing.messages(person.locale()),
            LinkMaker.uri(exchange.site(), link).toString(),
            link.life());
    return mailing.writer().write(exchange.realm(), wanted, mail, link.life());
  }

  private OutgoingMail taken(Exchange exchange, Person person, EmailAddress wanted, NewLink link) {
    Mail mail =
        new Mail.AddressTaken(
            mailing.branding(exchange.realm()),
            mailing.messages(person.locale()),
            exchange.site().uri("/sign-in").toString());
    return mailing.writer().write(exchange.realm(), wanted, mail, link.life());
  }

  private Attempt attempt(Exchange exchange, SignedIn signedIn, EmailAddress wanted) {
    return records
        .attempt(EventType.ADDRESS_CHANGE_ASKED, exchange)
        .by(signedIn.principal())
        .in(signedIn.id())
        .personally("new_email", wanted.address());
  }

  private ChangeEmailView form(
      Exchange exchange, SignedIn signedIn, String typed, FormErrors errors) throws Refusal {
    return new ChangeEmailView(
        frames.of(exchange, signedIn),
        exchange.site().path("/account/email"),
        signedIn.email(),
        typed,
        errors,
        exchange.site().path("/account"));
  }

  private Answer again(Page page) {
    return answer(PublicCode.INVALID_REQUEST.status(), page);
  }

  private Answer answer(int status, Page page) {
    return new Answer.Page(status, renderer.render(page), List.of());
  }
}
