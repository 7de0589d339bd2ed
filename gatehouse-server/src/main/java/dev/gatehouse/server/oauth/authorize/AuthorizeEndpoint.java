package dev.gatehouse.server.oauth.authorize;

import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.push.PushedRequests;
import dev.gatehouse.server.oauth.request.AuthorizationRequest;
import dev.gatehouse.server.oauth.request.AuthorizationRequests;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import java.util.Optional;

/** {@code GET|POST /oauth2/authorize} (RFC 6749 §3.1, OpenID Connect Core §3.1.2.1). */
public final class AuthorizeEndpoint implements Handler {
  private final AuthorizationRequests requests;
  private final PushedRequests pushed;
  private final AuthorizationFlow flow;

  public AuthorizeEndpoint(
      AuthorizationRequests requests, PushedRequests pushed, AuthorizationFlow flow) {
    this.requests = requests;
    this.pushed = pushed;
    this.flow = flow;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    var sent = AuthorizationParameters.of(exchange.queryOrForm());
    boolean ahead = PushedRequests.isReference(sent);
    if (exchange.method() == Method.GET) {
      AuthorizationParameters parameters = ahead ? pushed.take(exchange, sent) : sent;
      AuthorizationRequest request = requests.verify(exchange, parameters);
      CheckPushed.check(request.client(), ahead);
      return flow.proceed(exchange, request, Optional.empty());
    }
    if (!ahead) {
      requests.verify(exchange, sent);
    }
    // SameSite=Lax: the cookies don't come with another site's POST, but with the GET it leads to
    return new Answer.SeeOther(exchange.site().uri("/oauth2/authorize?" + sent.query()));
  }
}
