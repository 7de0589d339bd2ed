package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.credential.LinkMaker;
import dev.gatehouse.server.credential.LinkStore;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.mailbox.OperatorLink;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.testkit.CaughtMail;
import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Changes of password and address by whoever is signed in, and the first operator, over HTTP with
 * mail.
 */
@Tag("database")
class AccountFlowsTest {
  private static final String REALM = Visitor.REALM;
  @AutoClose private static final RunningServer server = RunningServer.start();

  @Test
  void changePassword_currentOneRight_keepsThisSessionAlone() {
    Visitor ada = Visitor.signedIn(server);
    Visitor elsewhere = ada.elsewhere();
    elsewhere.signIn().expect(303);
    URI reset = Links.reset(ada);
    String path = REALM + "/account/password";
    Page wrong =
        ada.browser
            .get(path)
            .form()
            .submit(Map.of("password", "not the one it is", "new_password", Visitor.NEW_PASSWORD));
    assertThat(wrong.expect(400).text()).contains("isn’t the right password");
    wrong
        .form()
        .submit(Map.of("password", Visitor.PASSWORD, "new_password", Visitor.PASSWORD))
        .expect(400);
    wrong
        .form()
        .submit(Map.of("password", Visitor.PASSWORD, "new_password", Visitor.NEW_PASSWORD))
        .expect(303);
    assertThat(ada.isSignedIn()).isTrue();
    assertThat(elsewhere.isSignedIn()).isFalse();
    Links.assertDead(ada.browser.get(reset));
    server.mail().await(ada.email, "was changed", Links.PATIENCE);
    assertThat(ada.recorded().stream().filter("password.changed"::equals)).hasSize(2);
  }

  @Test
  void changeEmail_provedThenUndone_restoresTheFirstOwner() {
    Visitor ada = Visitor.signedIn(server);
    Visitor elsewhere = ada.elsewhere();
    elsewhere.signIn().expect(303);
    String fresh = "new-" + ada.email;
    Page asked =
        ada.browser
            .get(REALM + "/account/email")
            .form()
            .submit(Map.of("email", fresh, "password", Visitor.PASSWORD));
    assertThat(asked.expect(200).text()).contains(fresh);
    URI proof = Links.mailed(server, fresh, "Confirm your new address", "/email/confirm");
    Form form = ada.browser.get(proof).expect(200).form();
    assertThat(form.submit().expect(200).text()).contains(fresh);
    Links.assertDead(form.submit());
    assertThat(ada.isSignedIn()).isTrue();
    assertThat(elsewhere.isSignedIn()).isFalse();
    assertThat(elsewhere.signIn().status()).isEqualTo(400);
    signIn(fresh, Visitor.PASSWORD).expect(303);

    URI undo = Links.mailed(server, ada.email, "address was changed", "/email/undo");
    server.mail().clear();
    Page restored = elsewhere.browser.get(undo).expect(200).form().submit().expect(200);
    assertThat(restored.text()).contains(ada.email);
    assertThat(ada.isSignedIn()).isFalse();
    assertThat(signIn(fresh, Visitor.PASSWORD).status()).isEqualTo(400);
    URI reset = Links.mailed(server, ada.email, "Choose a new password", "/reset");
    elsewhere
        .browser
        .get(reset)
        .form()
        .submit(Map.of("new_password", Visitor.NEW_PASSWORD))
        .expect(303);
    elsewhere.signIn(Visitor.NEW_PASSWORD).expect(303);
  }

  private static Page signIn(String email, String password) {
    return server
        .browser()
        .get(REALM + "/sign-in")
        .followAll()
        .form()
        .submit(Map.of("email", email, "password", password));
  }

  @Test
  void changeEmail_toAnAddressAColleagueHas_tellsOnlyThatMailbox() {
    Visitor ada = Visitor.signedIn(server);
    String colleague = "colleague-of-" + ada.email;
    UUID id = UUID.randomUUID();
    server
        .database()
        .execute(
            """
            INSERT INTO gatehouse.principal
            SELECT tenant_id, CAST(? AS uuid), 'person', 'active', 'Bo', 'en', '{member}', now()
            FROM gatehouse.tenant WHERE name = ?
            """,
            id,
            ada.organisation);
    server
        .database()
        .execute(
            """
            INSERT INTO gatehouse.email_address
            SELECT tenant_id, principal_id, CAST(? AS text), CAST(? AS text), now()
            FROM gatehouse.principal WHERE principal_id = ?
            """,
            colleague,
            colleague,
            id);
    ada.browser
        .get(REALM + "/account/email")
        .form()
        .submit(Map.of("email", colleague, "password", Visitor.PASSWORD))
        .expect(200);
    CaughtMail mail = server.mail().await(colleague, "already in use", Links.PATIENCE);
    assertThat(mail.links()).noneMatch(link -> link.getPath().endsWith("/email/confirm"));
  }

  @Test
  void operator_link_worksOnceAndNeverAgainOnceThereIsOne() throws Refusal {
    URI base = URI.create("http://127.0.0.1:" + server.base().getPort());
    Site site = new Site(RealmCatalog.OPERATORS, base);
    URI older = operatorLink().issue(site);
    URI link = operatorLink().issue(site);
    HttpDriver browser = HttpDriver.at(base, server.clock());
    Links.assertDead(browser.get(older));
    Form form = browser.get(link).expect(200).form();
    Map<String, String> typed =
        Map.of("name", "Op", "email", "op@example.com", "password", Visitor.NEW_PASSWORD);
    form.submit(typed).expect(303);
    Links.assertDead(form.submit(typed));
    Links.assertDead(browser.get(link));
    Assertions.assertThatThrownBy(() -> operatorLink().issue(site))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.OPERATOR_EXISTS));
    Page page = browser.get("/r/operators/sign-in").followAll().expect(200);
    page.form()
        .submit(Map.of("email", "op@example.com", "password", Visitor.NEW_PASSWORD))
        .expect(303);
    server.browser().get(REALM + "/operator?token=x").expect(404);
  }

  private static OperatorLink operatorLink() {
    CryptoProviders providers = CryptoProviders.jdk();
    Csprng random = new Csprng(providers);
    Envelope envelope = new Envelope(providers, random, MasterKey.generate(random));
    return new OperatorLink(
        server.database().transactions(server.clock()),
        new AuditLog(envelope, random),
        LinkStore.ofDatabase(),
        new LinkMaker(random, server.clock()),
        PersonStore.ofDatabase());
  }
}
