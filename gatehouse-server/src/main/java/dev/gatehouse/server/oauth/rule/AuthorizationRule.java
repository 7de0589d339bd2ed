package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import java.util.List;

/** One rule that an authorization request must meet, once client and redirect_uri are verified. */
@FunctionalInterface
public interface AuthorizationRule {
  /** The rules, in the order they are checked. */
  List<AuthorizationRule> ALL =
      List.of(
          new CheckState(),
          new CheckRequestObject(),
          new CheckResponseType(),
          new CheckResponseMode(),
          new CheckAuthorizationGrant(),
          new CheckScope(),
          new CheckNonce(),
          new CheckCodeChallenge(),
          new CheckPrompt(),
          new CheckMaxAge(),
          new CheckHints(),
          new CheckClaims(),
          new CheckResource(),
          new CheckDpopThumbprint());

  /** Refuses a request that does not meet it. */
  void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal;
}
