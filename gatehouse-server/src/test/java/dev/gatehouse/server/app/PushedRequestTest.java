package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Exchange;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Authorization requests that clients send ahead (RFC 9126). */
@Tag("database")
class PushedRequestTest {
  private static final String WEB = "monitrax-web";
  private static final String SPA = "monitrax-spa";
  private static final String FIRST = "monitrax-first";
  private static final String PAR = Visitor.REALM + "/oauth2/par";
  private static final String URN = "urn:ietf:params:oauth:request_uri:";

  /** Monitrax, whose own application must push. */
  private final RunningServer server =
      RunningServer.changed(
          Map.of(
              "    secret: ${secret:monitrax-first}\n",
              """
                  secret: ${secret:monitrax-first}
                  require_pushed_authorization_requests: true
              """));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @Attack("O14")
  void reference_isGoodOnceForItsClientForAMinute() {
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of(FIRST, "openid");
    Page pushed = push(ask).expect(201);
    assertThat(pushed.header("Cache-Control")).contains("no-store");
    assertThat(pushed.json().get("expires_in").asInt()).isEqualTo(60);
    String uri = pushed.json().get("request_uri").asString();
    assertThat(uri).startsWith(URN);

    // whatever stands beside it counts for nothing
    Page back =
        ada.browser.get(
            authorize(FIRST, uri)
                + "&redirect_uri=https%3A%2F%2Fevil.example&response_type=token&state=x&scope=email");
    assertThat(Visitor.parameters(back.expect(303))).containsEntry("state", "a-state");
    ada.exchange(ask, code(back)).expect(200);
    assertPage(ada.browser.get(authorize(FIRST, uri)));

    // another client's
    String other = uri(push(ask));
    assertPage(ada.browser.get(authorize(WEB, other)));
    assertPage(ada.browser.get(authorize("nobody", other)));
    assertPage(ada.browser.get(Visitor.REALM + "/oauth2/authorize?request_uri=" + encoded(other)));
    assertThat(ada.browser.get(authorize(FIRST, other)).expect(303).location().orElseThrow())
        .hasParameter("code");

    // too old, by a second
    String late = uri(push(ask));
    String inTime = uri(push(ask));
    server.clock().advance(Duration.ofSeconds(59));
    code(ada.browser.get(authorize(FIRST, inTime)));
    server.clock().advance(Duration.ofSeconds(1));
    assertPage(ada.browser.get(authorize(FIRST, late)));
    for (String forged : List.of(URN, URN + "x", uri.replace("ghq_", "ghc_"), uri + "x")) {
      assertPage(ada.browser.get(authorize(FIRST, forged)));
    }
  }

  @Test
  void head_ofWhatAGetWouldUseUp_isNotAllowedAndUsesNothingUp() {
    Visitor ada = Visitor.signedIn(server);
    String uri = uri(push(Ask.of(FIRST, "openid")));
    String hint = ada.tokens(Ask.of(WEB, "openid")).get("id_token").asString();
    for (String path :
        List.of(
            authorize(FIRST, uri),
            Visitor.REALM + "/oauth2/authorize/resume?journey=x",
            Visitor.REALM + "/oauth2/logout?id_token_hint=" + hint)) {
      Page refused = ada.browser.request("HEAD", path).send().expect(405);
      assertThat(refused.header("Allow").orElseThrow()).contains("GET").doesNotContain("HEAD");
    }
    assertThat(ada.isSignedIn()).isTrue();
    code(ada.browser.get(authorize(FIRST, uri)));
  }

  @Test
  @Attack("O14")
  void reference_usedManyTimesAtOnce_givesOneAnswer() throws Exception {
    Visitor ada = Visitor.signedIn(server);
    String uri = uri(push(Ask.of(FIRST, "openid")));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Page>> answers = new ArrayList<>();
      String cookie =
          "__Host-gh-monitrax="
              + ada.browser.cookies().get("__Host-gh-monitrax").orElseThrow().value();
      for (int i = 0; i < 16; i++) {
        HttpDriver browser = server.browser();
        answers.add(
            threads.submit(() ->
                browser.request("GET", authorize(FIRST, uri)).header("Cookie", cookie).send()));
      }
      int codes = 0;
      for (Future<Page> answer : answers) {
        codes += answer.get().status() == 303 ? 1 : 0;
      }
      assertThat(codes).isEqualTo(1);
    }
  }

  @Test
  @Attack("O14")
  void requestUri_insidePushedOrOfAnotherKind_isRefusedAndNeverFetched() throws Exception {
    Visitor ada = Visitor.signedIn(server);
    try (ServerSocketChannel canary = ServerSocketChannel.open()) {
      canary.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      canary.configureBlocking(false);
      String web = "http://127.0.0.1:" + ((InetSocketAddress) canary.getLocalAddress()).getPort();
      String known = uri(push(Ask.of(WEB, "openid")));
      for (String inside : List.of(web + "/request.jwt", known, "x")) {
        Page refused = push(Ask.of(WEB, "openid").with("request_uri", inside));
        assertThat(error(refused.expect(400))).isEqualTo("invalid_request");
      }
      for (String outside :
          List.of(web + "/request.jwt", "https://canary.example/x", "file:///etc/passwd", "x")) {
        Page refused = ada.browser.get(Ask.of(WEB, "openid").with("request_uri", outside).path());
        assertThat(Visitor.parameters(refused.expect(303)))
            .containsEntry("error", "request_uri_not_supported")
            .containsEntry("iss", server.base() + Visitor.REALM);
      }
      assertThat(error(push(Ask.of(WEB, "openid").with("request", "a.b.c")).expect(400)))
          .isEqualTo("request_not_supported");
      assertThat(canary.accept()).as("nobody called").isNull();
    }
  }

  @Test
  void push_ofAClientOrRequestThatIsNotGood_isRefusedThere() {
    Ask ask = Ask.of(WEB, "openid");
    for (Map.Entry<String, Map.Entry<String, String>> wrong :
        Map.of(
                "unsupported_response_type", Map.entry("response_type", "token"),
                "invalid_scope", Map.entry("scope", "nothing-known"),
                "invalid_request", Map.entry("redirect_uri", "https://evil.example/cb"),
                "invalid_target", Map.entry("resource", "https://elsewhere.example"))
            .entrySet()) {
      Page refused = push(ask.with(wrong.getValue().getKey(), wrong.getValue().getValue()));
      assertThat(error(refused.expect(400))).isEqualTo(wrong.getKey());
      assertThat(refused.location()).isEmpty();
    }
    for (Page stranger :
        List.of(
            request(ask).basic(WEB, "wrong").send(),
            request(ask).basic(FIRST, server.firstPartySecret()).send(),
            request(ask).send())) {
      assertThat(stranger.status()).isIn(400, 401);
      assertThat(error(stranger)).isIn("invalid_client", "invalid_request");
    }
    server.browser().get(PAR).expect(405);
  }

  @Test
  void push_signedByTheClient_isForTheIssuerAlone() {
    try (Works works = Works.start()) {
      FormData form =
          FormData.of(
              "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
      String good = works.sign(works.assertion().build());
      String forEndpoint =
          works.sign(works.assertion().audience(works.issuer() + "/oauth2/par").build());
      // authenticated, and then without a redirect address
      assertThat(error(works.post("par", form.add("client_assertion", good))))
          .isEqualTo("invalid_request");
      assertThat(error(works.post("par", form.add("client_assertion", forEndpoint))))
          .isEqualTo("invalid_client");
    }
  }

  @Test
  void clientThatMustPush_isRefusedWithout_andLedThroughSignInWith() {
    Visitor ada = Visitor.registered(server);
    Ask ask = Ask.of(FIRST, "openid").with("prompt", "select_account consent");
    assertThat(Visitor.parameters(ada.browser.get(ask.path()).expect(303)))
        .containsEntry("error", "invalid_request")
        .containsEntry("state", "a-state");
    String uri = uri(push(ask));
    // a POST leads to the GET, and uses nothing up
    Page toGet =
        ada.browser
            .request("POST", Visitor.REALM + "/oauth2/authorize")
            .form(FormData.of("client_id", FIRST, "request_uri", uri))
            .send();
    Page signIn = toGet.expect(303).followWithin().expect(200);
    Page consent = signedInAt(signIn, ada);
    // somebody else after all
    Visitor bob = Visitor.registered(server);
    Page again = consent.click("Sign in as someone else").followWithin().expect(200);
    Page back = signedInAt(again, bob).form().press("Allow");
    ada.exchange(ask, code(back)).expect(200);
  }

  @Test
  void push_withAProof_bindsTheCodeToItsKey() throws Exception {
    Visitor ada = Visitor.signedIn(server);
    ECKey key = new ECKeyGenerator(Curve.P_256).generate();
    ECKey other = new ECKeyGenerator(Curve.P_256).generate();
    Ask ask = Ask.of(SPA, "openid");
    String jkt = key.computeThumbprint().toString();
    Page mismatch =
        request(ask.with("dpop_jkt", other.computeThumbprint().toString()))
            .header("DPoP", proof(key, PAR))
            .send();
    assertThat(error(mismatch.expect(400))).isEqualTo("invalid_dpop_proof");
    Page elsewhere =
        request(ask).header("DPoP", proof(key, Visitor.REALM + "/oauth2/token")).send();
    assertThat(error(elsewhere.expect(400))).isEqualTo("invalid_dpop_proof");
    for (Ask each : List.of(ask, ask.with("dpop_jkt", jkt))) {
      String uri = uri(request(each).header("DPoP", proof(key, PAR)).send());
      Page back = ada.browser.get(authorize(SPA, uri)).expect(200).form().press("Allow");
      FormData form =
          FormData.of(
              "grant_type",
              "authorization_code",
              "client_id",
              SPA,
              "code",
              code(back),
              "redirect_uri",
              Visitor.CALLBACK,
              "code_verifier",
              ask.pkce().verifier());
      Page bound =
          server
              .browser()
              .request("POST", Visitor.REALM + "/oauth2/token")
              .asProgram()
              .header("DPoP", proof(key, Visitor.REALM + "/oauth2/token"))
              .form(form)
              .send();
      assertThat(bound.expect(200).json().get("token_type").asString()).isEqualTo("DPoP");
      // and without the key it is worth nothing
      String second = uri(request(each).header("DPoP", proof(key, PAR)).send());
      Page again = ada.browser.get(authorize(SPA, second)).expect(200).form().press("Allow");
      Page unproved = ada.exchange(ask, code(again));
      assertThat(error(unproved.expect(400))).isEqualTo("invalid_grant");
    }
  }

  private String proof(ECKey key, String path) throws Exception {
    return DpopTest.Proof.of(server, key)
        .with("htm", "POST")
        .with("htu", server.base() + path)
        .sign();
  }

  private Page push(Ask ask) {
    return switch (ask.client()) {
      case WEB -> request(ask).basic(WEB, server.webSecret()).send();
      case FIRST -> request(ask).basic(FIRST, server.firstPartySecret()).send();
      default -> request(ask).send();
    };
  }

  private Exchange request(Ask ask) {
    URI path = URI.create(ask.path());
    return server
        .browser()
        .request("POST", PAR)
        .asProgram()
        .form(FormData.parse(path.getRawQuery()));
  }

  private static String uri(Page pushed) {
    return pushed.expect(201).json().get("request_uri").asString();
  }

  private static String authorize(String client, String uri) {
    return Visitor.REALM + "/oauth2/authorize?client_id=" + client + "&request_uri=" + encoded(uri);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Page signedInAt(Page signIn, Visitor who) {
    return signIn
        .form()
        .submit(Map.of("email", who.email, "password", Visitor.PASSWORD))
        .expect(303)
        .followWithin()
        .expect(200);
  }

  private static String code(Page back) {
    return Objects.requireNonNull(Visitor.parameters(back.expect(303)).get("code"));
  }

  private static String error(Page refused) {
    return refused.json().get("error").asString();
  }

  /** Nobody vouches for an address, so it is said here. */
  private static void assertPage(Page page) {
    assertThat(page.expect(400).location()).isEmpty();
  }
}
