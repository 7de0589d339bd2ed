package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.Consumption;
import dev.gatehouse.server.credential.DeadLink;
import dev.gatehouse.server.credential.Finding;
import dev.gatehouse.server.credential.Link;
import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.credential.PasswordRules;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.crypto.PasswordHasher;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.login.PasswordProof.Accounts;
import dev.gatehouse.server.notify.OutgoingMail;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.view.DoneView;
import dev.gatehouse.server.page.view.ResetView;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.tenant.Tenant;
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
  private static final Set<String> FIELDS = Set.of(CsrfGuard.FIELD, "token", NEW_PASSWORD);

  private final BrowserPages pages;
  private final Records records;
  private final Mailing mailing;
  private final Accounts accounts;
  private final NewPasswords passwords;
  private final Ending ending;
  private final Function<RealmId, Realm> realms;

  public ResetPage(
      BrowserPages pages,
      Records records,
      Mailing mailing,
      Accounts accounts,
      NewPasswords passwords,
      Ending ending,
      Function<RealmId, Realm> realms) {
    this.pages = pages;
    this.records = records;
    this.mailing = mailing;
    this.accounts = accounts;
    this.passwords = passwords;
    this.ending = ending;
    this.realms = realms;
  }

  /** The rules for new passwords, and what hashes them. */
  public record NewPasswords(PasswordRules rules, PasswordHasher hasher) {}

  /** What ends sessions and the tokens that hang on a person. */
  public record Ending(Sessions sessions, Revocations revocations) {
    /** Ends all of a person's sessions and tokens. */
    public void everything(TenantTx tx, Person person, String reason) {
      sessions.endAll(tx, person.id(), Optional.empty(), reason);
      revocations.revoke(tx, Revocations.Kind.PRINCIPAL, person.id().toString());
    }
  }

  /** What the page shows of whose password it is. */
  private record Target(Link link, Person person, Tenant tenant) {}

  /** {@code GET /reset}: asks; any number of times. */
  public Answer show(Exchange exchange) throws Refusal {
    OpaqueToken token = token(exchange, exchange.query());
    return pages.answer(page(exchange, token, find(exchange, token), FormErrors.none()));
  }

  /** {@code POST /reset}: sets the password, once. */
  public Answer submit(Exchange exchange) throws Refusal {
    pages.sender(exchange);
    Parameters form = exchange.form().only(FIELDS);
    OpaqueToken token = token(exchange, form);
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
      return pages.again(page(exchange, token, target, password.errors()));
    }
    String hash = passwords.hasher().hash(realm.passwords().argon2(), password.accepted().get());
    set(exchange, token, target, hash);
    return new Answer.SeeOther(exchange.site().uri("/reset/done"));
  }

  /** {@code GET /reset/done}. */
  public Answer done(Exchange exchange) throws Refusal {
    return pages.answer(
        new DoneView(
            pages.plain(exchange), DoneView.Kind.RESET, null, exchange.site().path("/sign-in")));
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
              Person person = consume(tx, token);
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
              ending.everything(tx, person, "password_reset");
              attempt.succeeded(tx);
              return true;
            });
  }

  private Person consume(TenantTx tx, OpaqueToken token) throws Refusal {
    Link link =
        switch (mailing.links().consume(tx, token)) {
          case Consumption.Consumed(Link consumed) -> consumed;
          case DeadLink dead -> throw dead.refusal();
        };
    return person(link, accounts.persons().lock(tx, link.owner()));
  }

  /** The link's owner, while the address it was sent to is still theirs. */
  private static Person person(Link link, Optional<Person> owner) throws Refusal {
    Optional<Person> person = owner.filter(found -> found.email().equals(link.target()));
    if (person.isEmpty()) {
      throw Refusal.of(Reason.LINK_SUPERSEDED);
    }
    if (!person.get().active()) {
      throw Refusal.of(Reason.ACCOUNT_DISABLED);
    }
    return person.get();
  }

  private Target find(Exchange exchange, OpaqueToken token) throws Refusal {
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
                      .tenants()
                      .find(tx)
                      .filter(Tenant::active)
                      .orElseThrow(() -> Refusal.of(Reason.TENANT_SUSPENDED));
              Optional<Person> owner = accounts.persons().find(tx, link.owner());
              return new Target(link, person(link, owner), tenant);
            });
  }

  private static OpaqueToken token(Exchange exchange, Parameters parameters) throws Refusal {
    return BrowserPages.token(exchange, LinkKind.RESET, parameters.text("token"));
  }

  private static NewPassword.Owner owner(Target target) {
    return new NewPassword.Owner(
        target.person().name(), target.tenant().name(), Optional.of(target.person().email()));
  }

  private ResetView page(Exchange exchange, OpaqueToken token, Target target, FormErrors errors)
      throws Refusal {
    return new ResetView(
        pages.withForm(exchange).in(target.tenant().name()),
        exchange.site().path("/reset"),
        null,
        token.wire(),
        target.person().email().address(),
        realms.apply(exchange.realm()).passwords().minLength(),
        errors);
  }
}
