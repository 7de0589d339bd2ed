package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.credential.LinkMaker;
import dev.gatehouse.server.credential.MailBudget;
import dev.gatehouse.server.credential.NewLink;
import dev.gatehouse.server.credential.PasswordRules;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.PasswordHasher;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.login.PasswordProof.Accounts;
import dev.gatehouse.server.login.Underway;
import dev.gatehouse.server.login.mailbox.SignUpForm.Checked;
import dev.gatehouse.server.notify.OutgoingMail;
import dev.gatehouse.server.page.mail.Mail;
import dev.gatehouse.server.page.view.CheckMailView;
import dev.gatehouse.server.page.view.RegisterView;
import dev.gatehouse.server.principal.NewPerson;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.tenant.TenantSlug;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Sign-up: opens a tenant with one person in it, who has to prove their address before anything
 * else. Whoever has the same address elsewhere is somebody else, so there is nothing to find out
 * here.
 */
public final class RegisterPage {
  private static final Set<String> FIELDS =
      Set.of(CsrfGuard.FIELD, "name", "email", "organisation", "password", Underway.FIELD);

  private final BrowserPages pages;
  private final Records records;
  private final Mailing mailing;
  private final Accounts accounts;
  private final PasswordRules rules;
  private final PasswordHasher hasher;
  private final Csprng random;
  private final Function<RealmId, Realm> realms;

  public RegisterPage(
      BrowserPages pages,
      Records records,
      Mailing mailing,
      Accounts accounts,
      PasswordRules rules,
      PasswordHasher hasher,
      Csprng random,
      Function<RealmId, Realm> realms) {
    this.pages = pages;
    this.records = records;
    this.mailing = mailing;
    this.accounts = accounts;
    this.rules = rules;
    this.hasher = hasher;
    this.random = random;
    this.realms = realms;
  }

  /** {@code GET /register}. */
  public Answer show(Exchange exchange) throws Refusal {
    requireOpen(exchange);
    Underway underway = pages.underway(exchange, exchange.query());
    return pages.answer(page(exchange, underway, SignUpForm.empty()));
  }

  /** {@code POST /register}: "look into your mailbox", whoever asked. */
  public Answer submit(Exchange exchange) throws Refusal {
    Browser browser = pages.sender(exchange);
    Realm realm = requireOpen(exchange);
    Parameters form = exchange.form().only(FIELDS);
    Underway underway = pages.underway(exchange, form);
    SignUpForm typed = SignUpForm.read(form, realm, rules, Optional.empty());
    if (typed.checked().isEmpty()) {
      return pages.again(page(exchange, underway, typed));
    }
    Checked checked = typed.checked().get();
    records
        .transactions()
        .inRealm(
            exchange.realm(),
            Attempted.NOTHING,
            tx -> {
              MailBudget.Use use = MailBudget.Use.VERIFICATION;
              mailing.budget().ask(tx, use, checked.email(), realm.mail());
              mailing.budget().write(tx, use, 1, realm.mail());
              return true;
            });
    String hash = hasher.hash(realm.passwords().hashing(), checked.password());
    signUp(exchange, new Asking(browser, underway), realm, checked, hash);
    return pages.answer(
        new CheckMailView(
            pages.plain(exchange),
            CheckMailView.Kind.REGISTER,
            checked.email().address(),
            realm.mail().verifyTtl(),
            exchange.site().path(underway.on("/resend")),
            exchange.site().path(underway.on("/sign-in"))));
  }

  /** At which browser, on the way of which sign-in. */
  private record Asking(Browser browser, Underway underway) {}

  private void signUp(Exchange exchange, Asking asking, Realm realm, Checked checked, String hash)
      throws Refusal {
    TenantId tenant = new TenantId(random.uuid());
    PrincipalId id = new PrincipalId(random.uuid());
    String language = pages.language(exchange);
    NewPerson person =
        new NewPerson(
            id,
            checked.name(),
            language,
            List.of(realm.ownerRole().name()),
            checked.email(),
            false);
    NewLink link = link(exchange, new LinkMaker.Place(exchange.realm(), tenant), person, asking);
    OutgoingMail mail =
        confirmation(
            exchange,
            checked,
            asking.underway().through(LinkMaker.uri(exchange.site(), link)),
            link.life(),
            language);
    Attempt attempt =
        records
            .attempt(EventType.PERSON_REGISTERED, exchange)
            .by(id)
            .on("tenant", tenant.toString())
            .personally("email", checked.email().address());
    records
        .transactions()
        .inTenant(
            exchange.realm(),
            tenant,
            attempt,
            tx -> {
              TenantSlug slug = open(tx, exchange, id, checked.organisation());
              if (!accounts.persons().create(tx, person)) {
                throw new IllegalStateException("an address taken in a tenant that is new");
              }
              accounts.passwords().put(tx, id, hash);
              accounts.index().put(tx, checked.email(), id, false);
              mailing.links().issue(tx, link);
              mailing.outbox().enqueue(tx, mail);
              attempt.detail("slug", slug.value()).succeeded(tx);
              return true;
            });
  }

  /** Opens the organisation: an act with a record of its own. */
  private TenantSlug open(TenantTx tx, Exchange exchange, PrincipalId by, String name) {
    TenantSlug slug = accounts.tenants().create(tx, name);
    records
        .attempt(EventType.TENANT_CREATED, exchange)
        .by(by)
        .on("tenant", tx.tenant().toString())
        .detail("slug", slug.value())
        .succeeded(tx);
    return slug;
  }

  private NewLink link(Exchange exchange, LinkMaker.Place place, NewPerson person, Asking asking) {
    return mailing
        .maker()
        .make(
            LinkKind.VERIFY,
            place,
            person.id(),
            person.email(),
            realms.apply(exchange.realm()).mail().verifyTtl())
        .boundTo(Optional.of(asking.browser().digest()));
  }

  private OutgoingMail confirmation(
      Exchange exchange, Checked checked, URI link, Duration life, String language) {
    Mail mail =
        new Mail.ConfirmAddress(
            mailing.branding(exchange.realm()), mailing.messages(language), link.toString(), life);
    return mailing.writer().write(exchange.realm(), checked.email(), mail, life);
  }

  private Realm requireOpen(Exchange exchange) throws Refusal {
    Realm realm = realms.apply(exchange.realm());
    if (realm.signUp() != Realm.SignUp.OPEN) {
      throw Refusal.of(Reason.SIGN_UP_CLOSED);
    }
    return realm;
  }

  private RegisterView page(Exchange exchange, Underway underway, SignUpForm form) throws Refusal {
    return new RegisterView(
        pages.withForm(exchange),
        exchange.site().path("/register"),
        underway.field(),
        form.name(),
        form.email(),
        form.organisation(),
        realms.apply(exchange.realm()).passwords().minLength(),
        form.errors(),
        exchange.site().path(underway.on("/sign-in")));
  }
}
