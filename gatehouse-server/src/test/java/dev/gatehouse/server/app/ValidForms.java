package dev.gatehouse.server.app;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.credential.LinkMaker;
import dev.gatehouse.server.credential.LinkStore;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.mailbox.OperatorLink;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * For every route that takes one of our own forms, a form that would be accepted, filled in by
 * whoever may send it, at the end of the story that leads there.
 */
final class ValidForms {
  static final String NEW_PASSWORD = "eleven orange kites above the harbour";
  private static final String REALM = Visitor.REALM;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Map<String, Function<RunningServer, Form>> makers = new LinkedHashMap<>();

  ValidForms() {
    mailbox();
    account();
    makers.put("/r/{realm}/oauth2/consent", ValidForms::consent);
    makers.put(
        "/r/{realm}/oauth2/authorize/account",
        server ->
            Visitor.signedIn(server)
                .browser
                .get(Ask.of("monitrax-first", "openid").with("prompt", "select_account").path())
                .expect(200)
                .form(REALM + "/oauth2/authorize/account"));
    makers.put("/r/{realm}/oauth2/logout/confirm", ValidForms::confirmedLogout);
    makers.put("/r/{realm}/operator", ValidForms::operator);
    makers.put("/r/{realm}/invitation", ValidForms::invitation);
  }

  private static Form invitation(RunningServer server) {
    Visitor owner = Visitor.registered(server);
    Visitor guest = Visitor.unknown(server);
    try {
      MemberActs.of(owner).invite(MemberActs.idOf(owner), guest.email, "viewer");
    } catch (Refusal refusal) {
      throw new IllegalStateException(refusal);
    }
    return guest
        .browser
        .get(guest.link("/invitation"))
        .expect(200)
        .form()
        .fill(Map.of("name", "Grace Hopper", "password", Visitor.PASSWORD));
  }

  /** The form of that route, ready to be sent once. */
  Form of(String path, RunningServer server) {
    Function<RunningServer, Form> maker = makers.get(path);
    if (maker == null) {
      throw new AssertionError("no valid form is known for " + path + ": add its story here");
    }
    return maker.apply(server);
  }

  /** The same from a browser that was never here. */
  static Page sentByAStranger(RunningServer server, Form form, FormData data) {
    URI target = form.action();
    HttpDriver stranger = HttpDriver.at(target, server.clock());
    return stranger.request("POST", target.toString()).form(data).send();
  }

  private void mailbox() {
    makers.put("/r/{realm}/sign-in", server -> signIn(Visitor.registered(server)));
    makers.put(
        "/r/{realm}/sign-out",
        server -> Visitor.signedIn(server).browser.get(REALM + "/sign-out").expect(200).form());
    makers.put("/r/{realm}/register", server -> register(Visitor.unknown(server)));
    makers.put(
        "/r/{realm}/verify",
        server -> {
          Visitor ada = signedUp(server);
          return ada.browser.get(ada.link("/verify")).expect(200).form();
        });
    makers.put(
        "/r/{realm}/verify/discard",
        server -> {
          Visitor ada = signedUp(server);
          return server.browser().get(ada.link("/verify")).form(REALM + "/verify/discard");
        });
    makers.put("/r/{realm}/resend", server -> address(signedUp(server), "/resend"));
    makers.put("/r/{realm}/forgot", server -> address(Visitor.registered(server), "/forgot"));
    makers.put(
        "/r/{realm}/reset",
        server -> {
          Visitor ada = Visitor.registered(server);
          server.mail().clear();
          address(ada, "/forgot").submit();
          return server
              .browser()
              .get(ada.link("/reset"))
              .expect(200)
              .form()
              .fill("new_password", NEW_PASSWORD);
        });
  }

  private void account() {
    makers.put(
        "/r/{realm}/account/sessions/end",
        server -> account(twice(server), "/account/sessions/end"));
    makers.put(
        "/r/{realm}/account/sessions/end-others",
        server -> account(twice(server), "/account/sessions/end-others"));
    makers.put(
        "/r/{realm}/account/access/end",
        server -> {
          Visitor ada = Visitor.signedIn(server);
          ada.tokens(Ask.of("monitrax-web", "openid offline_access"));
          return account(ada, "/account/access/end");
        });
    makers.put(
        "/r/{realm}/account/applications/withdraw",
        server -> {
          Visitor ada = Visitor.signedIn(server);
          ada.authorize(Ask.of("monitrax-spa", "openid"));
          return account(ada, "/account/applications/withdraw");
        });
    makers.put(
        "/r/{realm}/account/password",
        server ->
            Visitor.signedIn(server)
                .browser
                .get(REALM + "/account/password")
                .form()
                .fill(Map.of("password", Visitor.PASSWORD, "new_password", NEW_PASSWORD)));
    makers.put("/r/{realm}/account/email", server -> changeEmail(Visitor.signedIn(server)));
    makers.put("/r/{realm}/email/confirm", server -> confirm(Visitor.signedIn(server)));
    makers.put(
        "/r/{realm}/email/undo",
        server -> {
          Visitor ada = Visitor.signedIn(server);
          confirm(ada).submit().expect(200);
          URI undo = server.mail().await(ada.email, "address", PATIENCE).link("/email/undo");
          return server.browser().get(undo).expect(200).form();
        });
  }

  private static Visitor signedUp(RunningServer server) {
    Visitor ada = Visitor.unknown(server);
    ada.signUp().expect(200);
    ada.link("/verify");
    return ada;
  }

  private static Visitor twice(RunningServer server) {
    Visitor ada = Visitor.signedIn(server);
    ada.elsewhere().signIn().expect(303);
    return ada;
  }

  static Form signIn(Visitor ada) {
    return ada.browser
        .get(REALM + "/sign-in")
        .followAll()
        .form()
        .fill(Map.of("email", ada.email, "password", Visitor.PASSWORD));
  }

  static Form register(Visitor ada) {
    return ada.browser
        .get(REALM + "/register")
        .expect(200)
        .form()
        .fill(
            Map.of(
                "name", "Ada Lovelace",
                "email", ada.email,
                "organisation", ada.organisation,
                "password", Visitor.PASSWORD));
  }

  private static Form address(Visitor ada, String path) {
    return ada.browser.get(REALM + path).expect(200).form().fill("email", ada.email);
  }

  private static Form account(Visitor ada, String path) {
    return ada.account().expect(200).form(REALM + path);
  }

  private static Form changeEmail(Visitor ada) {
    return ada.browser
        .get(REALM + "/account/email")
        .form()
        .fill(Map.of("email", "new-" + ada.email, "password", Visitor.PASSWORD));
  }

  private static Form confirm(Visitor ada) {
    changeEmail(ada).submit().expect(200);
    URI link = ada.server.mail().await("new-" + ada.email, PATIENCE).link("/email/confirm");
    ada.server.mail().clear();
    return ada.browser.get(link).expect(200).form();
  }

  private static Form consent(RunningServer server) {
    Visitor ada = Visitor.signedIn(server);
    Page page = ada.browser.get(Ask.of("monitrax-spa", "openid email").path());
    Form form = page.followAll().expect(200).form(REALM + "/oauth2/consent");
    return form.with(form.data().add("decision", "allow"));
  }

  private static Form confirmedLogout(RunningServer server) {
    Visitor ada = Visitor.signedIn(server);
    return ada.browser
        .get(REALM + "/oauth2/logout")
        .expect(200)
        .form(REALM + "/oauth2/logout/confirm");
  }

  private static Form operator(RunningServer server) {
    URI base = URI.create("http://127.0.0.1:" + server.base().getPort());
    CryptoProviders providers = CryptoProviders.jdk();
    Csprng random = new Csprng(providers);
    Envelope envelope = new Envelope(providers, random, MasterKey.generate(random));
    OperatorLink links =
        new OperatorLink(
            server.database().transactions(server.clock()),
            new AuditLog(envelope, random),
            LinkStore.ofDatabase(),
            new LinkMaker(random, server.clock()),
            PersonStore.ofDatabase());
    try {
      URI link = links.issue(new Site(RealmCatalog.OPERATORS, base));
      return HttpDriver.at(base, server.clock())
          .get(link)
          .expect(200)
          .form()
          .fill(Map.of("name", "Op", "email", "op@example.com", "password", NEW_PASSWORD));
    } catch (Refusal refusal) {
      throw new AssertionError(refusal);
    }
  }
}
