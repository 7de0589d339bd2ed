package dev.gatehouse.server.oauth.introspect;

import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.bearer.AccessTokens;
import dev.gatehouse.server.oauth.bearer.DpopBinding;
import dev.gatehouse.server.oauth.bearer.LiveTokens;
import dev.gatehouse.server.oauth.family.PresentedRefreshTokens;
import dev.gatehouse.server.oauth.family.TokenFamily;
import dev.gatehouse.server.storage.Transactions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a token is worth now, by what the primary says. For a token that is dead, unknown, or none
 * of the caller's business the answer is the same and says nothing more (RFC 7662 §2.2).
 */
public final class Introspection {
  private static final Map<String, Object> INACTIVE = Map.of("active", false);
  private static final List<String> NOT_SHOWN = List.of("rs");

  private final Transactions transactions;
  private final AccessTokens accessTokens;
  private final LiveTokens live;
  private final PresentedRefreshTokens refreshTokens;

  public Introspection(
      Transactions transactions,
      AccessTokens accessTokens,
      LiveTokens live,
      PresentedRefreshTokens refreshTokens) {
    this.transactions = transactions;
    this.accessTokens = accessTokens;
    this.live = live;
    this.refreshTokens = refreshTokens;
  }

  Map<String, Object> of(Exchange exchange, AuthenticatedClient caller, String token)
      throws Refusal {
    Optional<OpaqueToken> refresh =
        OpaqueToken.parse(OpaqueToken.Kind.REFRESH, exchange.realm(), token);
    return refresh.isPresent()
        ? refreshToken(exchange, caller, refresh.get())
        : accessToken(exchange, caller, token);
  }

  private Map<String, Object> accessToken(
      Exchange exchange, AuthenticatedClient caller, String token) throws Refusal {
    Optional<AccessTokens.Bearer> read = accessTokens.read(exchange, token);
    if (read.isEmpty() || !MayIntrospect.check(caller, read.get())) {
      return INACTIVE;
    }
    AccessTokens.Bearer bearer = read.get();
    if (!live.isAlive(exchange.realm(), bearer)) {
      return INACTIVE;
    }
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("active", true);
    state.put("token_type", DpopBinding.boundKey(bearer).isPresent() ? "DPoP" : "Bearer");
    state.putAll(bearer.claims().members());
    NOT_SHOWN.forEach(state::remove);
    return state;
  }

  /** A refresh token is the business of the client that has it and of nobody else. */
  private Map<String, Object> refreshToken(
      Exchange exchange, AuthenticatedClient caller, OpaqueToken token) throws Refusal {
    return transactions.readTenant(
        exchange.realm(),
        token.tenant(),
        tx ->
            refreshTokens
                .find(tx, token)
                .filter(PresentedRefreshTokens.Found::current)
                .map(PresentedRefreshTokens.Found::state)
                .filter(state -> state.family().holder().client().equals(caller.id()))
                .filter(state -> state.isLive(tx.now()))
                .map(state -> refreshToken(exchange, state.family()))
                .orElse(INACTIVE));
  }

  private static Map<String, Object> refreshToken(Exchange exchange, TokenFamily family) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("active", true);
    state.put("iss", exchange.site().issuer());
    state.put("client_id", family.holder().client().value());
    state.put("sub", family.holder().principal().toString());
    state.put("scope", family.scopes().wire());
    state.put("exp", family.idleExpires().getEpochSecond());
    return state;
  }
}
