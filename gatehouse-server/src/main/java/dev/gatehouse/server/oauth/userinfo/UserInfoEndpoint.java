package dev.gatehouse.server.oauth.userinfo;

import dev.gatehouse.server.client.AllowedOrigins;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.bearer.AccessTokens;
import dev.gatehouse.server.oauth.bearer.BearerToken;
import dev.gatehouse.server.oauth.bearer.DpopBinding;
import dev.gatehouse.server.oauth.bearer.LiveTokens;
import dev.gatehouse.server.oauth.family.StandingStore;
import dev.gatehouse.server.oauth.grant.PersonClaims;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET|POST /oauth2/userinfo} (OpenID Connect Core §5.3). */
public final class UserInfoEndpoint implements Handler {
  private final AllowedOrigins origins;
  private final AccessTokens tokens;
  private final DpopBinding binding;
  private final LiveTokens live;
  private final KnownPeople people;
  private final UserInfoResponse response;
  private final ClaimRecords records;

  /** How claims about a person go out, and where it is recorded. */
  public record Outgoing(UserInfoResponse response, ClaimRecords records) {}

  public UserInfoEndpoint(
      AllowedOrigins origins,
      AccessTokens tokens,
      DpopBinding binding,
      LiveTokens live,
      KnownPeople people,
      Outgoing outgoing) {
    this.origins = origins;
    this.tokens = tokens;
    this.binding = binding;
    this.live = live;
    this.people = people;
    this.response = outgoing.response();
    this.records = outgoing.records();
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    origins.answer(exchange);
    BearerToken presented = BearerToken.of(exchange);
    AccessTokens.Bearer bearer = tokens.verify(exchange, presented.text());
    binding.atResource(exchange, "/oauth2/userinfo", presented, bearer);
    try {
      StandingStore.Behind behind =
          people.behind(exchange.realm(), bearer, live.require(exchange.realm(), bearer));
      CheckOpenIdScope.check(bearer.scopes());
      CheckAuthentication.check(exchange, bearer, tokens.realm(exchange).userInfo(), tokens.now());
      Map<String, Object> claims = new LinkedHashMap<>();
      claims.put("sub", bearer.principal().toString());
      claims.putAll(PersonClaims.of(behind.person(), bearer.scopes(), behind.claims().userInfo()));
      records.succeeded(exchange, bearer);
      return response.write(exchange.site(), bearer.client(), claims);
    } catch (Refusal refusal) {
      records.refused(exchange, bearer, refusal);
      throw refusal;
    }
  }
}
