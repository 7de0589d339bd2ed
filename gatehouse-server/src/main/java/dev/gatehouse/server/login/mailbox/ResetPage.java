package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.credential.PasswordRules;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.crypto.PasswordHasher;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.login.PasswordProof.Accounts;
import dev.gatehouse.server.login.Underway;
import dev.gatehouse.server.login.mailbox.MailedLinks.Target;
import dev.gatehouse.server.notify.OutgoingMail;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.view.DoneView;
import dev.gatehouse.server.page.view.ResetView;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.Sessions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Sets a new password after the link in the mail. Whoever was signed in is signed out; and because
 * the link proves the mailbox, an address nobody had confirmed is confirmed, and whatever password
 * somebody else chose for it is gone.
 */
public final class ResetPage {
  private static final String NEW_PASSWORD = "new_password";
  private static final Set<String> FIELDS =
      Set.of(CsrfGuard.FIELD, "token", NEW_PASSWORD, Underway.FIELD);

  private final BrowserPages pages;
  private final Records records;
  private final Mailing mailing;
  private final Accounts accounts;
  private final NewPasswords passwords;
  private final Sessions sessions;
  private final MailedLinks links;
  private final Function<RealmId, Realm> realms;

  public ResetPage(
      BrowserPages pages,
      Records records,
      Mailing mailing,
      Accounts accounts,
      NewPasswords passwords,
      Sessions sessions,
      Function<RealmId, Realm> realms) {
    this.pages = pages;
    this.records = records;
    this.mailing = mailing;
    this.accounts = accounts;
    this.passwords = passwords;
    this.sessions = sessions;
    this.links = new MailedLinks(records.transactions(), mailing.links(), accounts);
    this.realms = realms;
  }

  /** The rules for new passwords, and what hashes them. */
  public record NewPasswords(PasswordRules rules, PasswordHasher hasher) {}

  /** {@code GET /reset}: asks; any number of times. */
  public Answer show(Exchange exchange) throws Refusal {
    OpaqueToken token = token(exchange, exchange.query());
    Underway underway = pages.underway(exchange, exchange.query());
    return pages.answer(page(exchange, underway, find(exchange, token), FormErrors.none()));
  }

  /** {@code POST /reset}: sets the password, once. */
  public Answer submit(Exchange exchange) throws Refusal {
    pages.sender(exchange);
    Parameters form = exchange.form().only(FIELDS);
    OpaqueToken token = token(exchange, form);
    Underway underway = pages.underway(exchange, form);
    Target target = find(exchange, token);
    Realm realm = realms.apply(exchange.realm());
    NewPassword password =
        NewPassword.check(
            passwords.rules(),
            realm,
            owner(target),
            Secret.of(form.text(NEW_PASSWORD)),
            NEW_PASSWORD,
            FormErrors.none());
    if (password.accepted().isEmpty()) {
      return pages.again(page(exchange, underway, target, password.errors()));
    }
    String hash = passwords.hasher().hash(realm.passwords().hashing(), password.accepted().get());
    set(exchange, token, target, hash);
    return new Answer.SeeOther(exchange.site().uri(underway.on("/reset/done")));
  }

  /** {@code GET /reset/done}. */
  public Answer done(Exchange exchange) throws Refusal {
    Underway underway = pages.underway(exchange, exchange.query());
    return pages.answer(
        new DoneView(
            pages.plain(exchange),
            DoneView.Kind.RESET,
            null,
            exchange.site().path(underway.on("/sign-in"))));
  }

  private void set(Exchange exchange, OpaqueToken token, Target target, String hash)
      throws Refusal {
    OutgoingMail notice =
        PasswordNotice.write(mailing, exchange, target.person(), target.tenant().name());
    Attempt attempt = records.attempt(EventType.PASSWORD_RESET, exchange).by(target.person().id());
    records
        .transactions()
        .inTenant(
            exchange.realm(),
            token.tenant(),
            attempt,
            tx -> {
              Person person = links.consumeForItsAddress(tx, token, target.link());
              accounts.passwords().put(tx, person.id(), hash);
              if (!person.verified()) {
                accounts.persons().markVerified(tx, person.id(), person.email());
                accounts.index().markVerified(tx, person.email(), person.id());
                attempt.detail("verified", true);
              }
              accounts.failures().succeeded(tx, person.email());
              // not the link that undoes a change of address: it is the first owner's last resort
              mailing
                  .links()
                  .supersede(
                      tx,
                      person.id(),
                      Set.of(LinkKind.VERIFY, LinkKind.RESET, LinkKind.EMAIL_CHANGE));
              mailing.outbox().enqueue(tx, notice);
              sessions.endEverything(tx, person.id(), "password_reset");
              attempt.succeeded(tx);
              return true;
            });
  }

  private Target find(Exchange exchange, OpaqueToken token) throws Refusal {
    return links.find(exchange, token).sentToThePerson();
  }

  private static OpaqueToken token(Exchange exchange, Parameters parameters) throws Refusal {
    return BrowserPages.token(exchange, LinkKind.RESET, parameters.text("token"));
  }

  private static NewPassword.Owner owner(Target target) {
    return new NewPassword.Owner(
        target.person().name(), target.tenant().name(), Optional.of(target.person().email()));
  }

  private ResetView page(Exchange exchange, Underway underway, Target target, FormErrors errors)
      throws Refusal {
    return new ResetView(
        pages.withForm(exchange).in(target.tenant().name()),
        exchange.site().path("/reset"),
        underway.field(),
        target.token().wire(),
        target.person().email().address(),
        realms.apply(exchange.realm()).passwords().minLength(),
        errors);
  }
}
