package dev.gatehouse.server.oauth.authorize;

import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.posted.PostedRequests;
import dev.gatehouse.server.oauth.posted.PostedRequests.Endpoint;
import dev.gatehouse.server.oauth.push.PushedRequests;
import dev.gatehouse.server.oauth.request.AuthorizationRequest;
import dev.gatehouse.server.oauth.request.AuthorizationRequests;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import java.util.Map;
import java.util.Optional;

/** {@code GET|POST /oauth2/authorize} (RFC 6749 §3.1, OpenID Connect Core §3.1.2.1). */
public final class AuthorizeEndpoint implements Handler {
  private final AuthorizationRequests requests;
  private final PushedRequests pushed;
  private final PostedRequests posted;
  private final AuthorizationFlow flow;

  public AuthorizeEndpoint(
      AuthorizationRequests requests,
      PushedRequests pushed,
      PostedRequests posted,
      AuthorizationFlow flow) {
    this.requests = requests;
    this.pushed = pushed;
    this.posted = posted;
    this.flow = flow;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    return exchange.method() == Method.GET ? answer(exchange) : keep(exchange);
  }

  private Answer answer(Exchange exchange) throws Refusal {
    Optional<Map<String, String>> kept = posted.take(exchange, Endpoint.AUTHORIZATION);
    var sent =
        kept.isPresent()
            ? new AuthorizationParameters(kept.get())
            : AuthorizationParameters.of(exchange.query());
    boolean ahead = PushedRequests.isReference(sent);
    AuthorizationParameters parameters = ahead ? pushed.take(exchange, sent) : sent;
    AuthorizationRequest request = requests.verify(exchange, parameters);
    CheckPushed.check(request.client(), ahead);
    return flow.proceed(exchange, request, Optional.empty());
  }

  /**
   * Nothing is kept that would be refused; a reference to a pushed request is judged by the GET.
   */
  private Answer keep(Exchange exchange) throws Refusal {
    var sent = AuthorizationParameters.of(exchange.form());
    if (PushedRequests.isReference(sent)) {
      sent = PushedRequests.referenceAlone(sent);
    } else {
      CheckPushed.check(requests.verify(exchange, sent).client(), false);
    }
    return posted.keep(exchange, Endpoint.AUTHORIZATION, sent.values());
  }
}
