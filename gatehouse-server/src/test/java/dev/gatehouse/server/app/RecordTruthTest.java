package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.Outcome;
import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One act, one record, and it says what happened: done, failed, or not done at all. */
@Tag("database")
class RecordTruthTest {
  /** No forms of ours; the stories of each endpoint look at their records. */
  private static final Pattern OF_THE_PROTOCOL =
      Pattern.compile(".*/oauth2/(authorize|token|userinfo|revoke|introspect|par|logout|register)");

  private static final String REALM = Visitor.REALM;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
    server
        .database()
        .execute(
            """
            CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'the commit fails'; END $$
            """);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** How the log fails, and how it is mended. */
  private enum Fault {
    NO_RECORD(
        "REVOKE INSERT ON gatehouse.audit_record FROM gatehouse_app",
        "GRANT INSERT ON gatehouse.audit_record TO gatehouse_app"),
    NO_COMMIT(
        "CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON gatehouse.audit_record"
            + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.fail()",
        "DROP TRIGGER fail ON gatehouse.audit_record");

    private final String begin;
    private final String end;

    Fault(String begin, String end) {
      this.begin = begin;
      this.end = end;
    }

    Page during(Supplier<Page> act) {
      server.database().execute(begin);
      try {
        return act.get();
      } finally {
        server.database().execute(end);
      }
    }
  }

  /** The records that the act left; those of keys come whenever the server makes some. */
  private static List<AuditRecord> recordsOf(Runnable act) {
    Set<UUID> before =
        Records.all(server).stream().map(AuditRecord::id).collect(Collectors.toSet());
    act.run();
    return Records.all(server).stream()
        .filter(record -> !before.contains(record.id()) && !record.type().startsWith("key."))
        .toList();
  }

  private static List<AuditRecord> ofType(List<AuditRecord> records, String type) {
    return records.stream().filter(record -> record.type().equals(type)).toList();
  }

  @Test
  @Attack("A4")
  void everyForm_leavesOneRecordOfItsAct_orDoesNothing() {
    ValidForms forms = new ValidForms();
    Set<String> acts = new HashSet<>();
    for (Route route : server.routes()) {
      if (route.method() == Method.POST
          && route.access() != Route.Access.API
          && !OF_THE_PROTOCOL.matcher(route.path()).matches()) {
        Form form = forms.of(route.path(), server);
        List<AuditRecord> left =
            recordsOf(() -> {
              assertNothingIsDone(route, form);
              assertThat(form.submit().status()).as(route.path()).isIn(200, 303);
            });
        assertThat(ofType(left, route.event()))
            .as(route.path())
            .singleElement()
            .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS));
        acts.add(route.event());
      }
    }
    assertThat(acts).hasSizeGreaterThan(15);
  }

  private static void assertNothingIsDone(Route route, Form form) {
    for (Fault fault : Fault.values()) {
      var before = DatabaseState.effects(server);
      Page refused = fault.during(form::submit);
      assertNotDone(fault + " " + route.path(), refused);
      assertThat(refused.headers("Set-Cookie"))
          .noneMatch(cookie -> cookie.matches("__Host-gh-monitrax=[^;]+.*"));
      assertThat(DatabaseState.effects(server)).as(fault + " " + route.path()).isEqualTo(before);
    }
  }

  /** Said by a page, or where a client waits for its person by the error of its protocol. */
  private static void assertNotDone(String act, Page page) {
    if (page.status() == 303) {
      assertThat(Visitor.parameters(page)).as(act).containsEntry("error", "server_error");
      assertThat(Visitor.parameters(page)).as(act).doesNotContainKey("code");
    } else {
      assertThat(page.status()).as(act).isGreaterThanOrEqualTo(500);
    }
  }

  @Test
  @Attack("A4")
  void codesAndTokens_leaveOneRecordEach_orAreNotIssued() {
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of("monitrax-first", "openid offline_access");
    for (Fault fault : Fault.values()) {
      Page refused = fault.during(() -> ada.browser.get(ask.path()));
      assertThat(refused.body()).doesNotContain("ghc_");
      assertThat(refused.location().map(Object::toString).orElse("")).doesNotContain("code=");
    }
    String[] code = new String[1];
    assertThat(ofType(recordsOf(() -> code[0] = ada.code(ask)), "code.issued")).hasSize(1);
    for (Fault fault : Fault.values()) {
      Page refused = fault.during(() -> ada.exchange(ask, code[0]));
      assertThat(refused.status()).isGreaterThanOrEqualTo(500);
      assertThat(refused.body()).doesNotContain("_token\":");
    }
    JsonNode[] tokens = new JsonNode[1];
    assertThat(
            ofType(
                recordsOf(() -> tokens[0] = ada.exchange(ask, code[0]).expect(200).json()),
                "token.issued"))
        .as("the code was not used up by what was undone")
        .singleElement()
        .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS));
    String refresh = tokens[0].get("refresh_token").asString();
    for (Fault fault : Fault.values()) {
      Page refused = fault.during(() -> ada.refresh("monitrax-first", refresh));
      assertThat(refused.status()).isGreaterThanOrEqualTo(500);
    }
    assertThat(
            ofType(
                recordsOf(() -> ada.refresh("monitrax-first", refresh).expect(200)),
                "token.refreshed"))
        .singleElement()
        .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS));
  }

  /** Acts that are refused, and the one record each leaves. */
  @Test
  @Attack("A4")
  void refusedAct_leavesOneRecordThatSaysSo() {
    Visitor ada = Visitor.signedIn(server);
    assertRefused(
        "session.signed_in password_wrong",
        () -> ada.elsewhere().signIn("wrong, and wrong again, and again"));
    assertRefused(
        "session.signed_in address_unknown", () -> Visitor.unknown(server).signIn().expect(400));
    for (String act : List.of("password", "email")) {
      Form form = ada.browser.get(REALM + "/account/" + act).form();
      String field = act.equals("email") ? "email" : "new_password";
      String value = act.equals("email") ? "x" + ada.email : ValidForms.NEW_PASSWORD;
      assertRefused(
          (act.equals("email") ? "address.change_asked" : "password.changed")
              + " reauthentication_failed",
          () ->
              form.submit(Map.of("password", "wrong, and wrong again", field, value)).expect(400));
    }
    String csrf = ada.browser.get(REALM + "/account/password").form().value("csrf").orElseThrow();
    FormData nobodys = FormData.of("csrf", csrf, "session", UUID.randomUUID().toString());
    assertRefused(
        "session.revoked session_unknown",
        () -> ada.browser.post(REALM + "/account/sessions/end", nobodys).expect(404));
    assertRefused(
        "token.family_revoked session_unknown",
        () -> ada.browser.post(REALM + "/account/access/end", nobodys).expect(404));
    assertTokensRefused(ada);
    assertConsentRefused(ada);
  }

  private static void assertTokensRefused(Visitor ada) {
    Ask ask = Ask.of("monitrax-spa", "openid offline_access");
    String code = ada.code(ask);
    JsonNode tokens = ada.exchange(ask, code).expect(200).json();
    String refresh = tokens.get("refresh_token").asString();
    ada.refresh("monitrax-spa", refresh).expect(200);
    assertRefused(
        "token.refreshed refresh_reused", () -> ada.refresh("monitrax-spa", refresh).expect(400));
    assertRefused("token.issued code_replayed", () -> ada.exchange(ask, code).expect(400));
    assertRefused(
        "token.used access_token_revoked",
        () -> ada.userInfo(tokens.get("access_token").asString()).expect(401));
  }

  private static void assertConsentRefused(Visitor ada) {
    Form consent =
        ada.browser
            .get(Ask.of("monitrax-web", "openid profile email").path())
            .followAll()
            .form(REALM + "/oauth2/consent");
    assertRefused(
        "consent.decided consent_denied",
        () -> consent.with(consent.data().add("decision", "cancel")).submit().expect(303));
  }

  private static void assertRefused(String typeAndReason, Runnable act) {
    List<AuditRecord> left = recordsOf(act);
    assertThat(left)
        .as("%s in %s", typeAndReason, left)
        .singleElement()
        .satisfies(record -> {
          assertThat(record.type() + " " + record.reason().orElse("-")).isEqualTo(typeAndReason);
          assertThat(record.outcome()).isIn(Outcome.FAILED, Outcome.REFUSED);
        });
  }
}
