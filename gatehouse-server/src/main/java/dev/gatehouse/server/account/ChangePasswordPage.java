package dev.gatehouse.server.account;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.LinkKind;
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
import dev.gatehouse.server.login.mailbox.Mailing;
import dev.gatehouse.server.login.mailbox.NewPassword;
import dev.gatehouse.server.login.mailbox.PasswordNotice;
import dev.gatehouse.server.login.mailbox.Records;
import dev.gatehouse.server.login.mailbox.ResetPage.NewPasswords;
import dev.gatehouse.server.notify.OutgoingMail;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.form.FormProblem;
import dev.gatehouse.server.page.frame.Notice;
import dev.gatehouse.server.page.view.ChangePasswordView;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.SessionCookie;
import dev.gatehouse.server.session.SessionFrames;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.session.StartedSession;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Changes the password of somebody who knows the current one. Every other session and every token
 * ends; this session goes on under a new secret.
 */
public final class ChangePasswordPage {
  private static final String CURRENT = "password";
  private static final String NEW = "new_password";
  private static final Set<String> FIELDS = Set.of(CsrfGuard.FIELD, CURRENT, NEW);

  private final Records records;
  private final Mailing mailing;
  private final AccountOf accounts;
  private final CurrentPassword current;
  private final NewPasswords passwords;
  private final SessionFrames frames;
  private final PageRenderer renderer;
  private final Function<RealmId, Realm> realms;

  public ChangePasswordPage(
      Records records,
      Mailing mailing,
      AccountOf accounts,
      CurrentPassword current,
      NewPasswords passwords,
      SessionFrames frames,
      PageRenderer renderer,
      Function<RealmId, Realm> realms) {
    this.records = records;
    this.mailing = mailing;
    this.accounts = accounts;
    this.current = current;
    this.passwords = passwords;
    this.frames = frames;
    this.renderer = renderer;
    this.realms = realms;
  }

  /** {@code GET /account/password}. */
  public Answer show(Exchange exchange, SignedIn signedIn) throws Refusal {
    return page(exchange, signedIn, 200, FormErrors.none());
  }

  /** {@code POST /account/password}. */
  public Answer submit(Exchange exchange, SignedIn signedIn) throws Refusal {
    Parameters form = exchange.form().only(FIELDS);
    Realm realm = realms.apply(exchange.realm());
    Person person = accounts.person(exchange, signedIn);
    Secret typed = Secret.of(form.text(CURRENT));
    FormErrors missing =
        typed.reveal().isEmpty()
            ? FormErrors.of(CURRENT, FormProblem.PASSWORD_MISSING)
            : FormErrors.none();
    NewPassword chosen =
        NewPassword.check(
            passwords.rules(),
            realm,
            new NewPassword.Owner(
                person.name(), signedIn.organisation(), Optional.of(person.email())),
            Secret.of(form.text(NEW)),
            NEW,
            missing);
    if (!chosen.errors().isEmpty()) {
      return again(exchange, signedIn, chosen.errors());
    }
    Optional<String> matched = current.prove(accounts.owner(exchange, signedIn, person), typed);
    if (matched.isEmpty()) {
      records.refused(
          exchange, signedIn.tenant(), attempt(exchange, signedIn), Reason.REAUTHENTICATION_FAILED);
      return again(exchange, signedIn, FormErrors.of(CURRENT, FormProblem.PASSWORD_WRONG));
    }
    if (form.text(NEW).equals(typed.reveal())) {
      return again(exchange, signedIn, FormErrors.of(NEW, FormProblem.PASSWORD_UNCHANGED));
    }
    String hash =
        passwords.hasher().hash(realm.passwords().hashing(), chosen.accepted().orElseThrow());
    SessionCookie.hand(exchange, change(exchange, signedIn, person, matched.get(), hash));
    return new Answer.SeeOther(
        exchange.site().uri(AccountPage.pathTelling(Notice.PASSWORD_CHANGED)));
  }

  private StartedSession change(
      Exchange exchange, SignedIn signedIn, Person person, String matched, String hash)
      throws Refusal {
    OutgoingMail notice = PasswordNotice.write(mailing, exchange, person, signedIn.organisation());
    Attempt attempt = attempt(exchange, signedIn);
    return records
        .transactions()
        .inTenant(
            exchange.realm(),
            signedIn.tenant(),
            attempt,
            tx -> {
              Person locked = accounts.lock(tx, signedIn);
              accounts.requirePassword(tx, locked, matched);
              accounts.stores().passwords().put(tx, locked.id(), hash);
              accounts.stores().failures().succeeded(tx, locked.email());
              mailing
                  .links()
                  .supersede(tx, locked.id(), Set.of(LinkKind.RESET, LinkKind.EMAIL_CHANGE));
              mailing.outbox().enqueue(tx, notice);
              StartedSession session =
                  accounts.sessions().endOthers(tx, signedIn, "password_changed");
              attempt.succeeded(tx);
              return session;
            });
  }

  private Attempt attempt(Exchange exchange, SignedIn signedIn) {
    return records
        .attempt(EventType.PASSWORD_CHANGED, exchange)
        .by(signedIn.principal())
        .in(signedIn.id());
  }

  private Answer again(Exchange exchange, SignedIn signedIn, FormErrors errors) throws Refusal {
    return page(exchange, signedIn, PublicCode.INVALID_REQUEST.status(), errors);
  }

  private Answer page(Exchange exchange, SignedIn signedIn, int status, FormErrors errors)
      throws Refusal {
    ChangePasswordView view =
        new ChangePasswordView(
            frames.of(exchange, signedIn),
            exchange.site().path("/account/password"),
            signedIn.email(),
            realms.apply(exchange.realm()).passwords().minLength(),
            errors,
            exchange.site().path("/account"));
    return new Answer.Page(status, renderer.render(view), List.of());
  }
}
