package dev.gatehouse.server.oauth.authorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.Outcome;
import dev.gatehouse.server.client.FakeRequest;
import dev.gatehouse.server.client.SampleRealm;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.ErrorWriter;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.CodeFlow;
import dev.gatehouse.server.oauth.Provider;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.session.StartedSession;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The authorization endpoint up to the answer a browser gets, on a real database. */
@Tag("database")
class AuthorizeTest {
  private static final String OWN = "https://own.sample.example/callback";
  private static final String BROWSER = "B".repeat(43);

  private final Provider provider = new Provider();
  private final CodeFlow flow = new CodeFlow(provider);
  private final ErrorWriter errors =
      new ErrorWriter((realm, refusal, requestId, languages) -> refusal.publicMessage());

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void authorize_firstParty_issuesACodeWithStateAndIssuer() throws Refusal {
    Answer answer = flow.authorize(flow.request("own", OWN, "openid"), provider.session);

    assertThat(answer.status()).isEqualTo(303);
    FormData query = CodeFlow.query(answer);
    assertThat(query.first("code").orElseThrow()).startsWith("ghc_");
    assertThat(query.first("state")).contains("state-1");
    assertThat(query.first("iss")).contains(SampleRealm.SITE.issuer());
  }

  @ParameterizedTest
  @Attack("O1")
  @ValueSource(
      strings = {
        "https://app.sample.example/callback2",
        "https://app.sample.example/callbac",
        "https://app.sample.example/callback/..;/x",
        "https://app.sample.example/%2e%2e/callback",
        "https://app.sample.example/%252e%252e/callback",
        "http://localhost:80@evil.example",
        "https://app.sample.example/CALLBACK",
        "https://app.sample.example/callback/",
        "https://app.sample.example/callback?x=y",
        "https://app.sample.example/callback#x",
        "https://app.sample.example\\callback",
        "https://app.sample.example/callback\r\nX: y",
        "JavaScript:alert(1)",
        "http://[::1]/callback",
        "http://[::ffff:127.0.0.1]/callback",
        "http://2130706433/callback",
        "http://127.0.0.1:80/callback"
      })
  void authorize_redirectUriNotRegistered_isAPageHere(String uri) throws Refusal {
    FormData request = flow.request("web", "x", "openid").set("redirect_uri", uri);

    Answer answer = answered(request, provider.session);

    assertThat(answer).isInstanceOf(Answer.Page.class);
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  @Attack("O1")
  void authorize_loopbackPort_mayVary_andAnyProgramMayBeThere() throws Refusal {
    provider.database.execute(
        """
        INSERT INTO gatehouse.consent (tenant_id, principal_id, client_id, scopes, granted_at)
        VALUES (?, ?, 'native', '{openid}', now())
        """,
        provider.tenant.value(),
        provider.person.value());
    FormData request = flow.request("native", "http://127.0.0.1:50123/cb", "openid");
    Answer answer = answered(request.set("prompt", "none"), provider.session);

    assertThat(((Answer.SeeOther) answer).location())
        .hasHost("127.0.0.1")
        .hasPort(50_123)
        .hasPath("/cb")
        .hasParameter("error", "consent_required");
    assertThat(flow.authorize(request, provider.session)).isInstanceOf(Answer.Page.class);
    FormData app = flow.request("native", "com.sample.app:/cb", "openid").set("prompt", "none");
    assertThat(CodeFlow.query(answered(app, provider.session)).first("error"))
        .contains("consent_required");
  }

  @Test
  void authorize_unknownClient_isAPageHere() throws Refusal {
    assertThat(answered(flow.request("nobody", OWN, "openid"), provider.session))
        .isInstanceOf(Answer.Page.class);
  }

  @ParameterizedTest
  @Attack("O2")
  @ValueSource(strings = {"redirect_uri", "client_id", "scope", "state"})
  void authorize_repeatedParameter_isRefusedUnread(String name) {
    FormData request = flow.request("own", OWN, "openid");
    FormData twice = request.add(name, request.first(name).orElseThrow());

    assertThatThrownBy(() -> FakeRequest.get(twice.encode()).at(SampleRealm.SITE))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.PARAMETER_REPEATED);
              assertThat(refusal.code().status()).isEqualTo(400);
            });
  }

  @Test
  @Attack("O2")
  void authorize_stateWithACode_addsNoParameter() throws Refusal {
    FormData request = flow.request("own", OWN, "openid").set("state", "x&code=evil");

    FormData query = CodeFlow.query(flow.authorize(request, provider.session));

    assertThat(query.all("code")).hasSize(1).doesNotContain("evil");
    assertThat(query.all("state")).containsExactly("x&code=evil");
  }

  @Test
  void authorize_afterTheRedirectUri_refusalsGoToTheClient() throws Refusal {
    FormData request = flow.request("own", OWN, "openid").set("response_type", "token");

    FormData query = CodeFlow.query(answered(request, provider.session));

    assertThat(query.first("error")).contains("unsupported_response_type");
    assertThat(query.first("error_description")).isPresent();
    assertThat(query.first("state")).contains("state-1");
    assertThat(query.first("iss")).contains(SampleRealm.SITE.issuer());
  }

  @Test
  void authorize_nobodySignedIn_leadsToTheSignIn() throws Refusal {
    Exchange exchange =
        FakeRequest.get(flow.request("own", OWN, "openid").encode()).at(SampleRealm.SITE);

    Answer answer = provider.endpoints.authorize().handle(exchange);

    assertThat(((Answer.SeeOther) answer).location().toString())
        .startsWith(SampleRealm.SITE.issuer() + "/sign-in?journey=");
  }

  @Test
  void authorize_promptNone_neverAsks() throws Refusal {
    FormData silent = flow.request("own", OWN, "openid").add("prompt", "none");
    assertThat(CodeFlow.query(flow.authorize(silent, provider.session)).first("code")).isPresent();

    FormData consent = flow.request("web", CodeFlow.REDIRECT_URI, "openid").add("prompt", "none");
    assertThat(CodeFlow.query(answered(consent, provider.session)).first("error"))
        .contains("consent_required");

    provider.clock.advance(Duration.ofHours(2));
    assertThat(CodeFlow.query(answered(silent, provider.session)).first("error"))
        .contains("login_required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prompt=login", "max_age=0", "max_age=59", "organization=other"})
  void authorize_signInNotGoodEnough_asksForAnother(String demand) throws Refusal {
    provider.clock.advance(Duration.ofSeconds(60));
    FormData extra = FormData.parse(demand);
    String name = extra.entries().getFirst().name();
    FormData request =
        flow.request("own", OWN, "openid").add(name, extra.first(name).orElseThrow());

    Answer answer = flow.authorize(request, provider.session);

    assertThat(((Answer.SeeOther) answer).location().getPath()).endsWith("/sign-in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_age=60", "max_age=3600", "organization=acme"})
  void authorize_signInGoodEnough_goesOn(String demand) throws Refusal {
    provider.clock.advance(Duration.ofSeconds(60));
    FormData extra = FormData.parse(demand);
    String name = extra.entries().getFirst().name();
    FormData request =
        flow.request("own", OWN, "openid").add(name, extra.first(name).orElseThrow());

    assertThat(CodeFlow.query(flow.authorize(request, provider.session)).first("code")).isPresent();
  }

  @Test
  void authorize_post_leadsToTheSameRequestAsGet() throws Refusal {
    FormData request = flow.request("own", OWN, "openid");
    Exchange exchange = FakeRequest.post(request.encode() + "&unknown=x").at(SampleRealm.SITE);

    Answer answer = provider.endpoints.authorize().handle(exchange);

    URI location = ((Answer.SeeOther) answer).location();
    FormData reference = FormData.parse(location.getRawQuery());
    assertThat(reference.entries()).singleElement().extracting("name").isEqualTo("posted_request");
    FormData there = CodeFlow.query(flow.authorize(reference, provider.session));
    FormData direct = CodeFlow.query(flow.authorize(request, provider.session));
    assertThat(there.first("code")).isPresent();
    assertThat(there.first("state")).isEqualTo(direct.first("state"));
  }

  @Test
  void consent_allowed_isRememberedPerScope() throws Refusal {
    FormData request = flow.request("web", CodeFlow.REDIRECT_URI, "openid email");
    String journey = ask(request);

    FormData query = CodeFlow.query(decide(journey, "allow", provider.session));
    assertThat(query.first("code")).isPresent();
    assertThat(query.first("state")).contains("state-1");

    assertThat(CodeFlow.query(flow.authorize(request, provider.session)).first("code")).isPresent();
    assertThat(flow.authorize(request.set("scope", "openid"), provider.session))
        .isInstanceOf(Answer.SeeOther.class);
    assertThat(flow.authorize(request.set("scope", "openid profile"), provider.session))
        .isInstanceOf(Answer.Page.class);
    assertThat(flow.authorize(request.add("prompt", "consent"), provider.session))
        .isInstanceOf(Answer.Page.class);
    assertThat(provider.records())
        .extracting(AuditRecord::type)
        .startsWith("consent.decided", "code.issued");
  }

  @Test
  void consent_cancelled_isAccessDeniedOnce() throws Refusal {
    String journey = ask(flow.request("web", CodeFlow.REDIRECT_URI, "openid"));

    FormData query = CodeFlow.query(decide(journey, "cancel", provider.session));

    assertThat(query.first("error")).contains("access_denied");
    assertThat(query.first("state")).contains("state-1");
    assertThat(query.first("iss")).contains(SampleRealm.SITE.issuer());
    assertThat(provider.records())
        .singleElement()
        .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.REFUSED))
        .satisfies(record -> assertThat(record.client()).contains("web"));
    assertThat(decide(journey, "allow", provider.session)).isInstanceOf(Answer.Page.class);
  }

  @Test
  void consent_byAnotherSessionOrWithoutToken_isRefused() throws Refusal {
    String journey = ask(flow.request("web", CodeFlow.REDIRECT_URI, "openid"));
    StartedSession other = provider.signIn(provider.person("Eve", "eve@acme.example"));

    CodeFlow.refused(() -> consent(journey, "allow", other), Reason.JOURNEY_STEP);
    Exchange forged =
        FakeRequest.post("journey=" + journey + "&decision=allow&csrf=x")
            .header("Cookie", cookies(provider.session))
            .at(SampleRealm.SITE);
    CodeFlow.refused(
        () -> provider.gate.protect(provider.endpoints.consent()).handle(forged),
        Reason.CSRF_FAILED);
    assertThat(CodeFlow.query(decide(journey, "allow", provider.session)).first("code"))
        .isPresent();
  }

  @Test
  void consent_passwordChangedSinceTheLookAtTheCookie_givesNeitherCodeNorConsent() throws Refusal {
    String journey = ask(flow.request("web", CodeFlow.REDIRECT_URI, "openid"));
    SignedIn stolen = provider.session.signedIn();
    Exchange exchange = consentForm(journey, "allow", provider.session);
    provider.transactions.inTenant(
        provider.realm,
        provider.tenant,
        Attempted.NOTHING,
        tx -> provider.sessions.endOthers(tx, stolen, "password_changed"));

    CodeFlow.refused(
        () -> provider.endpoints.consent().handle(exchange, stolen), Reason.SIGN_IN_REQUIRED);
    assertThat(rows("consent")).isZero();
    assertThat(rows("authorization_code")).isZero();
  }

  @Test
  void code_issuedBeforeARevocation_isOlderThanIt() throws Refusal {
    String code = flow.code("web", CodeFlow.REDIRECT_URI, "openid");
    provider.transactions.inTenant(
        provider.realm,
        provider.tenant,
        Attempted.NOTHING,
        tx -> provider.sessions.endOthers(tx, provider.session.signedIn(), "password_changed"));

    CodeFlow.refused(() -> flow.token("web", flow.codeRequest(code)), Reason.GRANT_SESSION_ENDED);
  }

  private long rows(String table) {
    return provider.database.in(
        provider.clock,
        provider.realm,
        provider.tenant,
        tx -> tx.read().createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  private String ask(FormData request) throws Refusal {
    Exchange exchange =
        FakeRequest.get(request.encode())
            .header("Cookie", cookies(provider.session))
            .at(SampleRealm.SITE);
    Answer answer = provider.endpoints.authorize().handle(exchange);
    assertThat(answer).isInstanceOf(Answer.Page.class);
    String html = ((Answer.Page) answer).html();
    assertThat(((Answer.Page) answer).formTargets())
        .containsExactly(URI.create(CodeFlow.REDIRECT_URI));
    return html.replaceAll("(?s).*name=\"journey\" value=\"([^\"]+)\".*", "$1");
  }

  private String cookies(StartedSession session) {
    return provider.cookie(session) + "; __Host-gh-sample-browser=" + BROWSER;
  }

  private Answer consent(String journey, String decision, StartedSession session) throws Refusal {
    return provider
        .gate
        .protect(provider.endpoints.consent())
        .handle(consentForm(journey, decision, session));
  }

  private Exchange consentForm(String journey, String decision, StartedSession session)
      throws Refusal {
    String csrf =
        provider.csrf.sessionToken(
            FakeRequest.get("").at(SampleRealm.SITE), session.token().wire());
    FormData form = FormData.of("csrf", csrf, "journey", journey, "decision", decision);
    return FakeRequest.post(form.encode()).header("Cookie", cookies(session)).at(SampleRealm.SITE);
  }

  private Answer decide(String journey, String decision, StartedSession session) throws Refusal {
    Exchange exchange = consentForm(journey, decision, session);
    try {
      return provider.gate.protect(provider.endpoints.consent()).handle(exchange);
    } catch (Refusal refusal) {
      return written(refusal, exchange, Route.Access.SESSION);
    }
  }

  /** The answer as the pipeline gives it, refusals written out. */
  private Answer answered(FormData request, StartedSession session) throws Refusal {
    Exchange exchange =
        FakeRequest.get(request.encode())
            .header("Cookie", provider.cookie(session))
            .at(SampleRealm.SITE);
    try {
      return provider.endpoints.authorize().handle(exchange);
    } catch (Refusal refusal) {
      return written(refusal, exchange, Route.Access.BROWSER);
    }
  }

  private Answer written(Refusal refusal, Exchange exchange, Route.Access access) {
    return errors.write(
        refusal,
        access,
        Optional.of(exchange),
        Optional.of(provider.realm),
        FakeRequest.get(""),
        new HashMap<>());
  }

  @Test
  void token_ofOneKind_isNoneOfAnother() throws Refusal {
    String code = flow.code("web", CodeFlow.REDIRECT_URI, "openid");
    var tokens = flow.tokens("web", "openid");
    String refresh = CodeFlow.text(tokens, "refresh_token");
    String cookie = provider.session.token().wire();
    String access = CodeFlow.text(tokens, "access_token");
    for (String other : List.of(refresh, cookie, access, code.replace("ghc_", "ghr_"))) {
      CodeFlow.refused(() -> flow.token("web", flow.codeRequest(other)), Reason.CODE_UNKNOWN);
    }
    for (String other :
        List.of(
            code, cookie, access, code.replace("ghc_", "ghr_"), cookie.replace("ghs_", "ghr_"))) {
      CodeFlow.refused(() -> flow.refresh("web", other), Reason.REFRESH_UNKNOWN);
    }
  }
}
