package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.crypto.PasswordText;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.login.mailbox.ResetPage.NewPasswords;
import dev.gatehouse.server.member.Invitations;
import dev.gatehouse.server.member.Invitations.Joining;
import dev.gatehouse.server.member.Invitations.Open;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.view.InvitationView;
import dev.gatehouse.server.realm.Realm;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Where somebody joins who was asked to: they choose a name and a password, everything else was
 * settled when they were asked. Opening the link uses nothing up and signs nobody in.
 */
public final class InvitationPage {
  private static final Set<String> FIELDS = Set.of(CsrfGuard.FIELD, "token", "name", "password");

  private final BrowserPages pages;
  private final Records records;
  private final Invitations invitations;
  private final NewPasswords passwords;
  private final Csprng random;
  private final Function<RealmId, Realm> realms;

  public InvitationPage(
      BrowserPages pages,
      Records records,
      Invitations invitations,
      NewPasswords passwords,
      Csprng random,
      Function<RealmId, Realm> realms) {
    this.pages = pages;
    this.records = records;
    this.invitations = invitations;
    this.passwords = passwords;
    this.random = random;
    this.realms = realms;
  }

  /** {@code GET /invitation}: asks; any number of times. */
  public Answer show(Exchange exchange) throws Refusal {
    OpaqueToken token = token(exchange, exchange.query());
    return pages.answer(page(exchange, token, open(exchange, token), "", FormErrors.none()));
  }

  /** {@code POST /invitation}: joins, once; then they sign in. */
  public Answer submit(Exchange exchange) throws Refusal {
    pages.sender(exchange);
    Parameters form = exchange.form().only(FIELDS);
    OpaqueToken token = token(exchange, form);
    Open open = open(exchange, token);
    Realm realm = realms.apply(exchange.realm());
    TypedName name = TypedName.read(form.text("name"));
    NewPassword password =
        NewPassword.check(
            passwords.rules(),
            realm,
            new NewPassword.Owner(
                name.value(), open.tenant().name(), Optional.of(open.invitation().address())),
            Secret.of(form.text("password")),
            "password",
            SignUpForm.nameErrors(name, FormErrors.none()));
    if (!password.errors().isEmpty()) {
      return pages.again(page(exchange, token, open, form.text("name"), password.errors()));
    }
    join(exchange, token, realm, name.value(), password.accepted().orElseThrow());
    return new Answer.SeeOther(exchange.site().uri("/t/" + open.tenant().slug()));
  }

  private void join(
      Exchange exchange, OpaqueToken token, Realm realm, String name, PasswordText password)
      throws Refusal {
    String hash = passwords.hasher().hash(realm.passwords().hashing(), password);
    Joining joining =
        new Joining(new PrincipalId(random.uuid()), name, pages.language(exchange), hash);
    Attempt attempt = records.attempt(EventType.MEMBER_JOINED, exchange);
    records
        .transactions()
        .inTenant(
            exchange.realm(),
            token.tenant(),
            attempt,
            tx -> {
              invitations.accept(tx, attempt, token, joining);
              attempt.succeeded(tx);
              return true;
            });
  }

  private Open open(Exchange exchange, OpaqueToken token) throws Refusal {
    return records
        .transactions()
        .readTenant(exchange.realm(), token.tenant(), tx -> invitations.find(tx, token));
  }

  private static OpaqueToken token(Exchange exchange, Parameters parameters) throws Refusal {
    return BrowserPages.token(exchange, LinkKind.INVITE, parameters.text("token"));
  }

  private InvitationView page(
      Exchange exchange, OpaqueToken token, Open open, String name, FormErrors errors)
      throws Refusal {
    return new InvitationView(
        pages.withForm(exchange).in(open.tenant().name()),
        exchange.site().path("/invitation"),
        token.wire(),
        open.invitation().address().address(),
        name,
        realms.apply(exchange.realm()).passwords().minLength(),
        errors);
  }
}
