package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Exchange;
import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Somebody of one tenant who knows every id of another, at every place that takes one. */
@Tag("database")
class CrossTenantTest {
  private static final String REALM = Visitor.REALM;
  private static final String COOKIE = "__Host-gh-monitrax";
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Names under which an id could be taken, those of our forms and those that others use. */
  private static final List<String> NAMES =
      List.of(
          "session",
          "journey",
          "token",
          "organisation",
          "id",
          "sid",
          "sub",
          "tid",
          "tenant",
          "tenant_id",
          "principal_id",
          "filter",
          "ids[]");

  /** The ids of somebody, by what they name. */
  private static Map<String, String> ids(Visitor who) {
    Map<String, String> ids = new LinkedHashMap<>();
    ids.put("tenant", one("SELECT tenant_id::text FROM gatehouse.email_address", who));
    ids.put("principal", one("SELECT principal_id::text FROM gatehouse.email_address", who));
    for (String kind : List.of("session", "token_family")) {
      String column = kind.equals("session") ? "session_id" : "family_id";
      ids.put(
          kind,
          one(
              "SELECT x."
                  + column
                  + "::text FROM gatehouse."
                  + kind
                  + " x JOIN gatehouse.email_address USING (tenant_id, principal_id)",
              who));
    }
    ids.put("journey", ValidForms.signIn(who.elsewhere()).value("journey").orElseThrow());
    return ids;
  }

  private static String one(String query, Visitor who) {
    return DatabaseState.rows(server, query + " WHERE address = '" + who.email + "'").getFirst();
  }

  /** What a form of ours needs besides, so that it gets as far as the id. */
  private static FormData base(Route route, String session, String browser) {
    FormData form = FormData.of("csrf", route.access() == Route.Access.SESSION ? session : browser);
    return route.path().endsWith("/consent")
        ? form.add("decision", "allow")
        : route.path().endsWith("/sign-in")
            ? form.add("email", "nobody@example.com").add("password", Visitor.PASSWORD)
            : form;
  }

  @Test
  @Attack("T1")
  void everyIdPosition_withAnotherTenantsId_isLikeAnUnknownOne() {
    Visitor ada = Visitor.signedIn(server);
    Visitor bob = Visitor.signedIn(server);
    bob.tokens(Ask.of("monitrax-web", "openid offline_access"));
    Map<String, String> theirs = ids(bob);
    String session = csrf(ada, "/account/password");
    String browser = csrf(ada, "/forgot");
    var before = DatabaseState.effects(server);
    int tried = 0;
    for (Route route : server.routes()) {
      if (route.scope() == Route.Scope.REALM && !route.path().endsWith("/sign-out")) {
        for (String id : theirs.values()) {
          String unknown = UUID.randomUUID().toString();
          for (String name : NAMES) {
            assertAlike(ada, route, name, base(route, session, browser), id, unknown);
            tried++;
          }
          if (route.path().contains("{slug}")) {
            assertThat(shape(ada.browser.get(path(route, id)), id))
                .isEqualTo(shape(ada.browser.get(path(route, unknown)), unknown));
          }
        }
      }
    }
    assertThat(tried).isGreaterThan(1000);
    assertThat(DatabaseState.effects(server).get("session")).isEqualTo(before.get("session"));
    assertThat(DatabaseState.effects(server).get("token_family"))
        .isEqualTo(before.get("token_family"));
    assertThat(bob.isSignedIn()).isTrue();
    assertThat(ada.isSignedIn()).isTrue();
  }

  private static String csrf(Visitor who, String path) {
    return who.browser.get(REALM + path).expect(200).form().value("csrf").orElseThrow();
  }

  private static void assertAlike(
      Visitor ada, Route route, String name, FormData base, String id, String unknown) {
    String position = route.method() + " " + route.path() + " " + name;
    assertThat(shape(inQuery(ada, route, name, base, id), id))
        .as("query of " + position)
        .isEqualTo(shape(inQuery(ada, route, name, base, unknown), unknown));
    if (route.method() == Method.POST) {
      assertThat(shape(inBody(ada, route, name, base, id), id))
          .as("body of " + position)
          .isEqualTo(shape(inBody(ada, route, name, base, unknown), unknown));
    }
  }

  private static Page inQuery(Visitor ada, Route route, String name, FormData base, String id) {
    String query = FormData.of(name, id).encode();
    Exchange request =
        ada.browser.request(route.method().name(), RouteAttackTest.address(route) + "?" + query);
    // a form without its token in the body: what stands in the address replaces nothing
    return (route.method() == Method.POST ? request.form(base.without("csrf")) : request).send();
  }

  private static Page inBody(Visitor ada, Route route, String name, FormData base, String id) {
    return ada.browser.post(RouteAttackTest.address(route), base.set(name, id));
  }

  private static String path(Route route, String slug) {
    return route.path().replace("{realm}", "monitrax").replace("{slug}", slug);
  }

  /** Status, where it leads and what it says, without the id itself and what is random in each. */
  private static String shape(Page page, String id) {
    String text =
        page.status()
            + " "
            + page.header("Location").orElse("-")
            + " "
            + page.header("WWW-Authenticate").orElse("-")
            + " "
            + page.body();
    return text.replace(id, "ID")
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID")
        .replaceAll("[A-Za-z0-9_-]{22,}", "RANDOM");
  }

  @Test
  @Attack("T2")
  void tenantOfTheToken_winsOverEveryOtherPlace() throws IOException {
    Visitor ada = Visitor.signedIn(server);
    Visitor bob = Visitor.signedIn(server);
    String access =
        ada.tokens(Ask.of("monitrax-web", "openid email")).get("access_token").asString();
    String tenant = identity(bob, "tenant_id");
    for (String query :
        List.of("", "?tid=" + tenant, "?tenant=" + tenant, "?organization=" + tenant)) {
      for (String method : List.of("GET", "POST")) {
        Exchange request =
            server
                .browser()
                .request(method, REALM + "/oauth2/userinfo" + query)
                .asProgram()
                .bearer(access)
                .header("X-Tenant-Id", tenant)
                .header("X_Tenant_Id", tenant)
                .header("Cookie", COOKIE + "=" + cookie(bob));
        Page answer =
            (method.equals("POST") ? request.form(FormData.of("tid", tenant)) : request).send();
        // never merged: it is all of the token's tenant, or nothing
        if (answer.status() == 200) {
          assertThat(answer.json().get("email").asString()).isEqualTo(ada.email);
        } else {
          assertThat(answer.status()).isIn(400, 401, 403);
        }
        assertThat(answer.body()).doesNotContain(bob.email).doesNotContain(bob.organisation);
      }
    }
    assertThat(ada.userInfo(inTenant(access, tenant)).status()).isEqualTo(401);
    assertThat(statusLine("b.example", access)).contains(" 421 ");
    for (String path : List.of("/account?tid=" + tenant, "/account?organisation=" + tenant)) {
      Page account =
          ada.browser
              .request("GET", REALM + path)
              .header("X-Tenant-Id", tenant)
              .header(
                  "Cookie", COOKIE + "=" + cookie(ada) + "; " + COOKIE + "-org=" + remembered(bob))
              .withoutCookies()
              .send();
      assertThat(account.expect(200).text()).contains(ada.email).doesNotContain(bob.email);
    }
  }

  private static String remembered(Visitor who) {
    return who.browser.cookies().get(COOKIE + "-org").orElseThrow().value();
  }

  private static String identity(Visitor who, String column) {
    return one("SELECT " + column + "::text FROM gatehouse.email_address", who);
  }

  private static String cookie(Visitor who) {
    return who.browser.cookies().get(COOKIE).orElseThrow().value();
  }

  /** The same token with another tenant in its claims, its signature as it was. */
  private static String inTenant(String jwt, String tenant) {
    String[] parts = jwt.split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String own = UnverifiedJwt.of(jwt).claims().get("tid").asString();
    String changed = claims.replace(own, tenant);
    assertThat(changed).isNotEqualTo(claims);
    return parts[0]
        + "."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(changed.getBytes(StandardCharsets.UTF_8))
        + "."
        + parts[2];
  }

  private static String statusLine(String host, String access) throws IOException {
    String request =
        "GET %s/oauth2/userinfo HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
            .formatted(REALM, host, access);
    try (Socket socket = new Socket(server.base().getHost(), server.base().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
          .lines()
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  @Attack("T2")
  void opaqueValue_movedToAnotherTenant_isWorthless() {
    Visitor ada = Visitor.signedIn(server);
    Visitor bob = Visitor.signedIn(server);
    UUID tenant = UUID.fromString(identity(bob, "tenant_id"));
    Ask ask = Ask.of("monitrax-spa", "openid offline_access");
    String code = ada.code(ask);
    ada.exchange(ask, moved(code, tenant)).expect(400);
    JsonNode tokens = ada.exchange(ask, code).expect(200).json();
    String refresh = tokens.get("refresh_token").asString();
    ada.refresh("monitrax-spa", moved(refresh, tenant)).expect(400);
    ada.refresh("monitrax-spa", refresh).expect(200);
    Page account =
        server
            .browser()
            .request("GET", REALM + "/account")
            .header("Cookie", COOKIE + "=" + moved(cookie(ada), tenant))
            .send();
    assertThat(account.expect(303).location().map(URI::getPath)).contains(REALM + "/sign-in");
  }

  /** Kind, then realm, then the tenant's 16 bytes wherever they stand. */
  private static String moved(String wire, UUID tenant) {
    int prefix = wire.indexOf('_') + 1;
    byte[] raw = Base64.getUrlDecoder().decode(wire.substring(prefix));
    // id and secret are the last 16 and 32 bytes, the tenant stands before them
    int at = raw.length - 64;
    byte[] changed = Arrays.copyOf(raw, raw.length);
    ByteBuffer.wrap(changed, at, 16)
        .putLong(tenant.getMostSignificantBits())
        .putLong(tenant.getLeastSignificantBits());
    assertThat(changed).isNotEqualTo(raw);
    return wire.substring(0, prefix)
        + Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
  }

  @Test
  @Attack("T2")
  void tokenOfOneIssuer_atAnother_isRefused() {
    Visitor ada = Visitor.signedIn(server);
    String access = ada.tokens(Ask.of("monitrax-web", "openid")).get("access_token").asString();
    HttpDriver operators =
        HttpDriver.at(URI.create("http://127.0.0.1:" + server.base().getPort()), server.clock());
    operators.request("GET", "/r/operators/oauth2/userinfo").bearer(access).send().expect(401);
    Page account =
        operators
            .request("GET", "/r/operators/account")
            .header(
                "Cookie", "__Host-gh-operators=" + cookie(ada) + "; " + COOKIE + "=" + cookie(ada))
            .send();
    assertThat(account.expect(303).location().map(URI::getPath)).contains("/r/operators/sign-in");
  }

  @Test
  @Attack("T2")
  void entryOfAnotherTenant_signsNobodyInThere() {
    Visitor ada = Visitor.signedIn(server);
    Visitor bob = Visitor.signedIn(server);
    String slug =
        DatabaseState.rows(
                server, "SELECT slug FROM gatehouse.tenant WHERE name = '" + bob.organisation + "'")
            .getFirst();
    Form form = ada.elsewhere().browser.get(REALM + "/t/" + slug).followAll().expect(200).form();
    form.submit(Map.of("email", ada.email, "password", Visitor.PASSWORD)).expect(400);
    Ask ask = Ask.of("monitrax-first", "openid").with("organization", slug);
    Page answer = ada.browser.get(ask.path()).followWithin();
    if (answer.status() == 303) {
      String code = Visitor.parameters(answer).get("code");
      assertThat(code).as("a code of her own tenant or none").isNull();
    }
    assertThat(ada.account().expect(200).text()).contains(ada.email);
  }
}
