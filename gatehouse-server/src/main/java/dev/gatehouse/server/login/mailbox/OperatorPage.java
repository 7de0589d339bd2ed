package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.DeadLink;
import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.credential.LinkStore;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.PasswordProof.Accounts;
import dev.gatehouse.server.login.mailbox.ResetPage.NewPasswords;
import dev.gatehouse.server.login.mailbox.SignUpForm.Checked;
import dev.gatehouse.server.page.view.SetUpView;
import dev.gatehouse.server.principal.NewPerson;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the first operator, after the link that the set-up printed. */
public final class OperatorPage {
  private static final Set<String> FIELDS =
      Set.of(CsrfGuard.FIELD, "token", "name", "email", "password");

  private final BrowserPages pages;
  private final Records records;
  private final LinkStore links;
  private final Accounts accounts;
  private final NewPasswords passwords;
  private final Csprng random;
  private final RealmCatalog realms;

  public OperatorPage(
      BrowserPages pages,
      Records records,
      LinkStore links,
      Accounts accounts,
      NewPasswords passwords,
      Csprng random,
      RealmCatalog realms) {
    this.pages = pages;
    this.records = records;
    this.links = links;
    this.accounts = accounts;
    this.passwords = passwords;
    this.random = random;
    this.realms = realms;
  }

  /** {@code GET /operator}: asks; any number of times. */
  public Answer show(Exchange exchange) throws Refusal {
    OpaqueToken token = token(exchange, exchange.query());
    requireOpen(exchange, token);
    return pages.answer(page(exchange, token, SignUpForm.empty()));
  }

  /** {@code POST /operator}: makes the operator, once. */
  public Answer submit(Exchange exchange) throws Refusal {
    pages.sender(exchange);
    Parameters form = exchange.form().only(FIELDS);
    OpaqueToken token = token(exchange, form);
    requireOpen(exchange, token);
    Realm realm = realm(exchange);
    SignUpForm typed =
        SignUpForm.read(form, realm, passwords.rules(), Optional.of(realm.productName()));
    if (typed.checked().isEmpty()) {
      return pages.again(page(exchange, token, typed));
    }
    Checked checked = typed.checked().get();
    String hash = passwords.hasher().hash(realm.passwords().hashing(), checked.password());
    create(exchange, token, checked, hash);
    return new Answer.SeeOther(exchange.site().uri("/sign-in"));
  }

  private void create(Exchange exchange, OpaqueToken token, Checked checked, String hash)
      throws Refusal {
    PrincipalId id = new PrincipalId(random.uuid());
    NewPerson operator =
        new NewPerson(
            id,
            checked.name(),
            pages.language(exchange),
            List.of(realm(exchange).ownerRole().name()),
            checked.email(),
            true);
    Attempt attempt =
        records
            .attempt(EventType.OPERATOR_CREATED, exchange)
            .by(id)
            .personally("email", checked.email().address());
    records
        .transactions()
        .inTenant(
            exchange.realm(),
            token.tenant(),
            attempt,
            tx -> {
              consume(tx, token);
              if (!accounts.persons().create(tx, operator)) {
                throw Refusal.of(Reason.OPERATOR_EXISTS);
              }
              accounts.passwords().put(tx, id, hash);
              accounts.index().put(tx, checked.email(), id, true);
              attempt.succeeded(tx);
              return true;
            });
  }

  private void consume(TenantTx tx, OpaqueToken token) throws Refusal {
    if (links.consume(tx, token) instanceof DeadLink dead) {
      throw dead.refusal();
    }
    if (accounts.persons().hasAnybody(tx)) {
      throw Refusal.of(Reason.OPERATOR_EXISTS);
    }
  }

  private void requireOpen(Exchange exchange, OpaqueToken token) throws Refusal {
    records
        .transactions()
        .readTenant(
            exchange.realm(),
            token.tenant(),
            tx -> {
              if (links.find(tx, token) instanceof DeadLink dead) {
                throw dead.refusal();
              }
              if (accounts.persons().hasAnybody(tx)) {
                throw Refusal.of(Reason.OPERATOR_EXISTS);
              }
              return true;
            });
  }

  /** There is no such page in any realm but the operators'. */
  private static OpaqueToken token(Exchange exchange, Parameters parameters) throws Refusal {
    if (!exchange.realm().equals(RealmCatalog.OPERATORS)) {
      throw Refusal.of(Reason.ROUTE_UNKNOWN);
    }
    return BrowserPages.token(exchange, LinkKind.OPERATOR, parameters.text("token"));
  }

  private Realm realm(Exchange exchange) {
    return realms.find(exchange.realm()).orElseThrow();
  }

  private SetUpView page(Exchange exchange, OpaqueToken token, SignUpForm form) throws Refusal {
    return new SetUpView(
        pages.withForm(exchange),
        exchange.site().path("/operator"),
        token.wire(),
        form.name(),
        form.email(),
        realm(exchange).passwords().minLength(),
        form.errors());
  }
}
