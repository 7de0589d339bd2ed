package dev.gatehouse.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.client.FakeRequest;
import dev.gatehouse.server.client.SampleRealm;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.http.ReplyWriter;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.testkit.Attack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other sites and browsers' habits get to see. */
@Tag("database")
class CrossOriginTest {
  private final Provider provider = new Provider();
  private final CodeFlow flow = new CodeFlow(provider);

  @AfterEach
  void close() {
    provider.close();
  }

  @ParameterizedTest
  @Attack("O22")
  @ValueSource(strings = {"https://evil.example", "null", "https://app.sample.example"})
  void origin_unknown_mayReadNothing(String origin) throws Refusal {
    // the token names a client, and its page may not read all the same: only public clients' may
    String token = CodeFlow.text(flow.tokens("web", "openid"), "access_token");
    Map<Handler, FakeRequest> requests = new HashMap<>();
    requests.put(provider.endpoints.metadata(), FakeRequest.get(""));
    requests.put(provider.endpoints.jwks(), FakeRequest.get(""));
    requests.put(
        provider.endpoints.userInfo(),
        FakeRequest.get("").header("Authorization", "Bearer " + token));
    requests.put(
        provider.endpoints.token(),
        FakeRequest.post(
                flow.codeRequest(flow.code("web", CodeFlow.REDIRECT_URI, "openid")).encode())
            .header("Authorization", CodeFlow.basic("web", SampleRealm.SECRET)));
    for (Map.Entry<Handler, FakeRequest> each : requests.entrySet()) {
      Exchange exchange = each.getValue().header("Origin", origin).at(SampleRealm.SITE);
      Answer answer = each.getKey().handle(exchange);

      assertThat(headers(answer, exchange)).doesNotContainKey("Access-Control-Allow-Origin");
    }
  }

  @Test
  @Attack("O22")
  void parameters_hugeOrMany_areRefusedUnread() {
    String scopes = "scope=" + "a+".repeat(10_000) + "a";
    String state = "state=" + "x".repeat(1024 * 1024);
    for (String query : List.of(scopes, state)) {
      assertThatThrownBy(() -> FakeRequest.get(query).at(SampleRealm.SITE))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> {
                assertThat(refusal.reason()).isEqualTo(Reason.PARAMETER_TOO_LONG);
                assertThat(refusal.code().status()).isEqualTo(400);
              });
    }
  }

  @Test
  @Attack("O20")
  void answers_leakNothingThroughTheBrowser() throws Refusal {
    Exchange asked =
        FakeRequest.get(flow.request("web", CodeFlow.REDIRECT_URI, "openid").encode())
            .header("Cookie", provider.cookie(provider.session))
            .at(SampleRealm.SITE);
    Answer consent = provider.endpoints.authorize().handle(asked);
    assertThat(consent).isInstanceOf(Answer.Page.class);
    Answer redirect =
        flow.authorize(
            flow.request("own", "https://own.sample.example/callback", "openid"), provider.session);
    assertThat(redirect.status()).isEqualTo(303);
    for (Answer answer : List.of(consent, redirect)) {
      assertThat(headers(answer, asked))
          .containsEntry("Cache-Control", "no-store")
          .containsEntry("Referrer-Policy", "no-referrer")
          .containsEntry("X-Frame-Options", "DENY")
          .hasEntrySatisfying(
              "Content-Security-Policy",
              policy -> assertThat(policy).contains("frame-ancestors 'none'"));
    }
    Exchange tokenInQuery = FakeRequest.get("access_token=x").at(SampleRealm.SITE);
    CodeFlow.refused(
        () -> provider.endpoints.userInfo().handle(tokenInQuery), Reason.TOKEN_IN_QUERY);
    assertThat(Reason.TOKEN_IN_QUERY.code().status()).isEqualTo(400);
  }

  private static Map<String, String> headers(Answer answer, Exchange exchange) {
    return new ReplyWriter().write(answer, exchange, Map.of()).headers();
  }
}
