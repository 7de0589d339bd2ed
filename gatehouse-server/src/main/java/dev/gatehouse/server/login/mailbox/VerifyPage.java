package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.Link;
import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.login.CurrentPassword;
import dev.gatehouse.server.login.PasswordProof.Accounts;
import dev.gatehouse.server.login.Underway;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.form.FormProblem;
import dev.gatehouse.server.page.view.DoneView;
import dev.gatehouse.server.page.view.VerifyView;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.realm.Realm;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Proves the address of a sign-up. Opening the link uses nothing up and signs nobody in; the button
 * does the first and never the second. In another browser than the one that signed up it takes the
 * password chosen there, so that nobody confirms an account for its maker; or the sign-up is thrown
 * away.
 */
public final class VerifyPage {
  private static final Set<String> FIELDS =
      Set.of(CsrfGuard.FIELD, "token", "password", Underway.FIELD);
  private static final Set<String> DISCARD_FIELDS = Set.of(CsrfGuard.FIELD, "token");

  private final BrowserPages pages;
  private final Records records;
  private final Mailing mailing;
  private final Accounts accounts;
  private final CurrentPassword current;
  private final MailedLinks links;
  private final Function<RealmId, Realm> realms;

  public VerifyPage(
      BrowserPages pages,
      Records records,
      Mailing mailing,
      Accounts accounts,
      CurrentPassword current,
      Function<RealmId, Realm> realms) {
    this.pages = pages;
    this.records = records;
    this.mailing = mailing;
    this.accounts = accounts;
    this.current = current;
    this.links = new MailedLinks(records.transactions(), mailing.links(), accounts);
    this.realms = realms;
  }

  /**
   * What is to be confirmed.
   *
   * @param sameBrowser whether it is the browser that signed up
   */
  private record Asked(OpaqueToken token, Link link, boolean sameBrowser, Underway underway) {}

  private Asked asked(Exchange exchange, Parameters sent, OpaqueToken token, Link link)
      throws Refusal {
    boolean same = isSame(link, Browser.known(exchange));
    return new Asked(token, link, same, pages.underway(exchange, sent));
  }

  /** {@code GET /verify}: asks; any number of times. */
  public Answer show(Exchange exchange) throws Refusal {
    OpaqueToken token = token(exchange, exchange.query());
    Link link = links.open(exchange, token);
    Asked asked = asked(exchange, exchange.query(), token, link);
    return pages.answer(page(exchange, asked, FormErrors.none()));
  }

  /** {@code POST /verify}: proves the address, once. */
  public Answer submit(Exchange exchange) throws Refusal {
    pages.sender(exchange);
    Parameters form = exchange.form().only(FIELDS);
    OpaqueToken token = token(exchange, form);
    Link link = links.open(exchange, token);
    Asked asked = asked(exchange, form, token, link);
    Optional<String> matched = Optional.empty();
    if (!asked.sameBrowser()) {
      Secret typed = Secret.of(form.text("password"));
      if (typed.reveal().isEmpty()) {
        FormErrors missing = FormErrors.of("password", FormProblem.PASSWORD_MISSING);
        return pages.again(page(exchange, asked, missing));
      }
      matched = current.prove(owner(exchange, token, link), typed);
      if (matched.isEmpty()) {
        records.refused(
            exchange, token.tenant(), attempt(exchange, link), Reason.REAUTHENTICATION_FAILED);
        FormErrors wrong = FormErrors.of("password", FormProblem.PASSWORD_WRONG);
        return pages.again(page(exchange, asked, wrong));
      }
    }
    verify(exchange, token, link, matched);
    return new Answer.SeeOther(exchange.site().uri(asked.underway().on("/verify/done")));
  }

  /** {@code GET /verify/done}. */
  public Answer done(Exchange exchange) throws Refusal {
    Underway underway = pages.underway(exchange, exchange.query());
    return pages.answer(
        new DoneView(
            pages.plain(exchange),
            DoneView.Kind.VERIFIED,
            null,
            exchange.site().path(underway.on("/sign-in"))));
  }

  /** {@code POST /verify/discard}: whoever owns the mailbox says that they never asked. */
  public Answer discard(Exchange exchange) throws Refusal {
    pages.sender(exchange);
    OpaqueToken token = token(exchange, exchange.form().only(DISCARD_FIELDS));
    Link link = links.open(exchange, token);
    Attempt attempt = records.attempt(EventType.SIGN_UP_DISCARDED, exchange).by(link.owner());
    records
        .transactions()
        .inTenant(
            exchange.realm(),
            token.tenant(),
            attempt,
            tx -> {
              Person person = links.consumeForItsAddress(tx, token, link);
              if (person.verified()) {
                throw Refusal.of(Reason.LINK_USED);
              }
              accounts.passwords().remove(tx, person.id());
              accounts.index().remove(tx, person.id());
              accounts.persons().removeAddress(tx, person.id());
              accounts.persons().disable(tx, person.id());
              mailing.links().supersede(tx, person.id(), EnumSet.allOf(LinkKind.class));
              attempt.succeeded(tx);
              return true;
            });
    return pages.answer(
        new DoneView(
            pages.plain(exchange),
            DoneView.Kind.DISCARDED,
            null,
            exchange.site().path("/sign-in")));
  }

  private void verify(Exchange exchange, OpaqueToken token, Link link, Optional<String> matched)
      throws Refusal {
    Attempt attempt = attempt(exchange, link);
    records
        .transactions()
        .inTenant(
            exchange.realm(),
            token.tenant(),
            attempt,
            tx -> {
              Person person = links.consumeForItsAddress(tx, token, link);
              // the password may have changed while its hash was computed
              if (matched.isPresent()
                  && !accounts.passwords().find(tx, person.id()).equals(matched)) {
                throw Refusal.of(Reason.REAUTHENTICATION_FAILED);
              }
              accounts.persons().markVerified(tx, person.id(), person.email());
              accounts.index().markVerified(tx, person.email(), person.id());
              if (matched.isPresent()) {
                accounts.failures().succeeded(tx, person.email());
              }
              attempt.succeeded(tx);
              return true;
            });
  }

  private static OpaqueToken token(Exchange exchange, Parameters parameters) throws Refusal {
    return BrowserPages.token(exchange, LinkKind.VERIFY, parameters.text("token"));
  }

  private static boolean isSame(Link link, Optional<Browser> browser) {
    return link.browser().isPresent()
        && browser.isPresent()
        && Digests.equal(link.browser().get(), browser.get().digest());
  }

  private Attempt attempt(Exchange exchange, Link link) {
    return records
        .attempt(EventType.ADDRESS_VERIFIED, exchange)
        .by(link.owner())
        .personally("email", link.target().address());
  }

  private CurrentPassword.Owner owner(Exchange exchange, OpaqueToken token, Link link) {
    return new CurrentPassword.Owner(
        exchange.realm(),
        token.tenant(),
        link.owner(),
        link.target(),
        realms.apply(exchange.realm()).passwords().hashing());
  }

  private VerifyView page(Exchange exchange, Asked asked, FormErrors errors) throws Refusal {
    return new VerifyView(
        pages.withForm(exchange),
        exchange.site().path("/verify"),
        asked.underway().field(),
        asked.token().wire(),
        asked.link().target().address(),
        asked.sameBrowser(),
        errors,
        asked.sameBrowser() ? null : exchange.site().path("/verify/discard"));
  }
}
