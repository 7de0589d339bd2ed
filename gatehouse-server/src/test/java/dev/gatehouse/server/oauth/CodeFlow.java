package dev.gatehouse.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.client.FakeRequest;
import dev.gatehouse.server.client.SampleRealm;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.session.StartedSession;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Pkce;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A client that walks through the code flow, step by step or at once. */
public final class CodeFlow {
  public static final String REDIRECT_URI = "https://app.sample.example/callback";

  private final Provider provider;
  public final Pkce pkce = Pkce.s256();

  public CodeFlow(Provider provider) {
    this.provider = provider;
  }

  public FormData request(String clientId, String redirectUri, String scope) {
    return FormData.of(
        "response_type",
        "code",
        "client_id",
        clientId,
        "redirect_uri",
        redirectUri,
        "scope",
        scope,
        "state",
        "state-1",
        "nonce",
        "nonce-1",
        "code_challenge",
        pkce.challenge(),
        "code_challenge_method",
        "S256");
  }

  public Answer authorize(FormData request, StartedSession session) throws Refusal {
    return provider
        .endpoints
        .authorize()
        .handle(
            FakeRequest.get(request.encode())
                .header("Cookie", provider.cookie(session))
                .at(SampleRealm.SITE));
  }

  /** A code for a client that needs no consent, or has it. */
  public String code(String clientId, String redirectUri, String scope) throws Refusal {
    provider.database.execute(
        """
        INSERT INTO gatehouse.consent (tenant_id, principal_id, client_id, scopes, granted_at)
        VALUES (?, ?, ?, '{openid,profile,email,offline_access}', now()) ON CONFLICT DO NOTHING
        """,
        provider.tenant.value(),
        provider.person.value(),
        clientId);
    Answer answer = authorize(request(clientId, redirectUri, scope), provider.session);
    return query(answer).first("code").orElseThrow();
  }

  public static FormData query(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.SeeOther.class);
    return FormData.parse(((Answer.SeeOther) answer).location().getRawQuery());
  }

  public FormData codeRequest(String code) {
    return FormData.of(
        "grant_type",
        "authorization_code",
        "code",
        code,
        "redirect_uri",
        REDIRECT_URI,
        "code_verifier",
        pkce.verifier());
  }

  /** Asks the token endpoint as a confidential client, or as a public one when it names itself. */
  public Map<String, ?> token(String clientId, FormData form) throws Refusal {
    FakeRequest request = FakeRequest.post(form.encode());
    if (form.first("client_id").isEmpty()) {
      request.header("Authorization", basic(clientId, SampleRealm.SECRET));
    }
    Answer answer = provider.endpoints.token().handle(request.at(SampleRealm.SITE));
    return ((Answer.Json) answer).value();
  }

  public Map<String, ?> tokens(String clientId, String scope) throws Refusal {
    return token(clientId, codeRequest(code(clientId, REDIRECT_URI, scope)));
  }

  public Map<String, ?> refresh(String clientId, String refreshToken) throws Refusal {
    return token(
        clientId, FormData.of("grant_type", "refresh_token", "refresh_token", refreshToken));
  }

  public static String basic(String id, String secret) {
    String pair = encode(id) + ":" + encode(secret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  public static String refreshToken(Map<String, ?> response) {
    return text(response, "refresh_token");
  }

  public static String text(Map<String, ?> response, String name) {
    Object value = response.get(name);
    assertThat(value).as(name).isInstanceOf(String.class);
    return (String) value;
  }

  /** What each of many threads got that began at the same moment: a value, or a reason. */
  public static List<Object> atOnce(int threads, Callable<?> act) throws Exception {
    var start = new CyclicBarrier(threads);
    try (var executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Object>> futures =
          IntStream.range(0, threads)
              .mapToObj(i ->
                  executor.<Object>submit(() -> {
                    start.await();
                    try {
                      return act.call();
                    } catch (Refusal refusal) {
                      return refusal.reason();
                    }
                  }))
              .toList();
      var results = new ArrayList<Object>();
      for (Future<Object> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  /** Expects that the call is refused for that reason. */
  public static void refused(ThrowingCallable call, Reason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
