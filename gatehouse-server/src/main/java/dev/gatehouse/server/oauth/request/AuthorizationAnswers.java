package dev.gatehouse.server.oauth.request;

import dev.gatehouse.server.client.VerifiedRedirectUri;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import dev.gatehouse.server.oauth.rule.ResponseMode;
import dev.gatehouse.server.realm.Client;

/** Makes the answer of an authorization request, in the response mode it asked for. */
public final class AuthorizationAnswers {
  private final FormPostPage formPost;

  public AuthorizationAnswers(FormPostPage formPost) {
    this.formPost = formPost;
  }

  /** The answer to a request that meets every rule. */
  AuthorizationAnswer to(Exchange exchange, AuthorizationRequest request) throws Refusal {
    return to(exchange, request.client(), request.redirectUri(), request.parameters());
  }

  /** The same as soon as client and redirect_uri are verified; a mode not offered is the query. */
  AuthorizationAnswer to(
      Exchange exchange,
      Client client,
      VerifiedRedirectUri redirectUri,
      AuthorizationParameters request)
      throws Refusal {
    AuthorizationAnswer.Carrier carrier =
        switch (ResponseMode.find(request).orElse(ResponseMode.QUERY)) {
          case QUERY ->
              (uri, parameters) -> new Answer.SeeOther(ResponseMode.query(uri.text(), parameters));
          case FRAGMENT ->
              (uri, parameters) ->
                  new Answer.SeeOther(ResponseMode.fragment(uri.text(), parameters));
          case FORM_POST -> formPost.carrier(exchange, client, request);
        };
    return new AuthorizationAnswer(
        redirectUri, request.find("state"), exchange.site().issuer(), carrier);
  }
}
