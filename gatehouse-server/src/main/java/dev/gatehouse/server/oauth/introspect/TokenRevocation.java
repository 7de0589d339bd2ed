package dev.gatehouse.server.oauth.introspect;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.oauth.bearer.AccessTokens;
import dev.gatehouse.server.oauth.code.AuthorizationCode;
import dev.gatehouse.server.oauth.family.PresentedRefreshTokens;
import dev.gatehouse.server.oauth.family.TokenFamilies;
import dev.gatehouse.server.storage.Transactions;
import java.util.Optional;
import java.util.UUID;

/**
 * Revokes what a client presents (RFC 7009 §2.1): a refresh token, or an access token, and with
 * either the whole family.
 */
public final class TokenRevocation {
  private static final String REASON = "revoked_by_client";

  private final Transactions transactions;
  private final AuditLog audit;
  private final AccessTokens accessTokens;
  private final PresentedRefreshTokens refreshTokens;
  private final TokenFamilies families;

  public TokenRevocation(
      Transactions transactions,
      AuditLog audit,
      AccessTokens accessTokens,
      PresentedRefreshTokens refreshTokens,
      TokenFamilies families) {
    this.transactions = transactions;
    this.audit = audit;
    this.accessTokens = accessTokens;
    this.refreshTokens = refreshTokens;
    this.families = families;
  }

  /** Revokes it if it is this client's; does nothing for a token that never was one of ours. */
  void revoke(Exchange exchange, AuthenticatedClient client, String token) throws Refusal {
    Optional<OpaqueToken> refresh =
        OpaqueToken.parse(OpaqueToken.Kind.REFRESH, exchange.realm(), token);
    if (refresh.isPresent()) {
      revokeRefreshToken(exchange, client, refresh.get());
      return;
    }
    Optional<AccessTokens.Bearer> access = accessTokens.read(exchange, token);
    if (access.isPresent()) {
      revokeAccessToken(exchange, client, access.get());
    }
  }

  private void revokeRefreshToken(Exchange exchange, AuthenticatedClient client, OpaqueToken token)
      throws Refusal {
    Optional<AuthorizationCode.Holder> holder =
        transactions.readTenant(
            exchange.realm(),
            token.tenant(),
            tx -> refreshTokens.find(tx, token).map(found -> found.state().family().holder()));
    // until it proved genuine the tenant is the sender's word, and nothing is recorded there
    if (holder.isPresent()) {
      Attempt attempt = attempt(exchange, client, token.id());
      // RFC 7009 §2.1: it is its person's act only where the token was issued to this client
      if (holder.get().client().equals(client.id())) {
        attempt.by(holder.get().principal()).in(holder.get().session());
      }
      end(token.tenant(), client, holder.get().client(), token.id(), attempt);
    }
  }

  private void revokeAccessToken(
      Exchange exchange, AuthenticatedClient client, AccessTokens.Bearer bearer) throws Refusal {
    UUID family = bearer.id().family();
    Attempt attempt = attempt(exchange, client, family);
    if (bearer.client().equals(client.id())) {
      attempt.by(bearer.principal());
    }
    end(bearer.tenant(), client, bearer.client(), family, attempt);
  }

  private void end(
      TenantId tenant, AuthenticatedClient client, ClientId holder, UUID family, Attempt attempt)
      throws Refusal {
    transactions.inTenant(
        client.realm().id(),
        tenant,
        attempt,
        tx -> {
          // RFC 7009 §2.1: whether the token was issued to the client making the request
          if (!holder.equals(client.id())) {
            throw Refusal.of(Reason.REVOKE_OTHER_CLIENT);
          }
          families.end(tx, family, REASON);
          attempt.succeeded(tx);
          return family;
        });
  }

  private Attempt attempt(Exchange exchange, AuthenticatedClient client, UUID family) {
    return audit
        .attempt(EventType.FAMILY_REVOKED, exchange.origin())
        .through(client.id())
        .on("token_family", family.toString())
        .detail("asked_by", "client");
  }
}
