package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.code.AuthorizationCode;
import dev.gatehouse.server.oauth.family.FamilyStore;
import dev.gatehouse.server.oauth.family.IssuedGrant;
import dev.gatehouse.server.oauth.family.RefreshChain;
import dev.gatehouse.server.oauth.family.RefreshTokens;
import dev.gatehouse.server.oauth.family.Rotation;
import dev.gatehouse.server.oauth.grant.Confinement;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.storage.TenantTx;
import java.util.Optional;

/** Tokens for a refresh token (RFC 6749 §6): rotate, record. */
public final class RefreshTokenGrant {
  private final GrantTransactions transactions;
  private final AuditLog audit;
  private final RefreshTokens tokens;
  private final RefreshChain chain;

  public RefreshTokenGrant(
      GrantTransactions transactions, AuditLog audit, RefreshTokens tokens, RefreshChain chain) {
    this.transactions = transactions;
    this.audit = audit;
    this.tokens = tokens;
    this.chain = chain;
  }

  /** Issues for the current token; an older one takes its family along. */
  IssuedGrant issue(AuthenticatedClient client, TokenRequest.Refresh request, Origin origin)
      throws Refusal {
    Attempt attempt = client.through(audit.attempt(EventType.TOKEN_REFRESHED, origin));
    transactions.requireAllowed(client, Client.Grant.REFRESH_TOKEN, attempt);
    var presented =
        new GrantTransactions.Presented(
            OpaqueToken.Kind.REFRESH,
            client.realm().id(),
            request.refreshToken(),
            Reason.REFRESH_UNKNOWN);
    return transactions.with(
        presented,
        attempt,
        (tx, token) -> {
          checkResources(tx, token, client, request);
          OpaqueToken successor = chain.successor(token);
          Rotation rotation = tokens.rotate(tx, token, refresh(client, request, token, successor));
          FamilyStore.Live live = live(rotation, attempt.on("token_family", token.id().toString()));
          IssuedGrant grant = grant(tx, client, request, live, successor);
          attempt.succeeded(tx);
          return grant;
        });
  }

  /**
   * Before the token rotates, so that a wrong resource uses nothing up. Only what the very token at
   * hand was granted is told; what a family is confined to never changes.
   */
  private void checkResources(
      TenantTx tx, OpaqueToken token, AuthenticatedClient client, TokenRequest.Refresh request)
      throws Refusal {
    if (!request.resources().isEmpty()) {
      Optional<Confinement> granted = tokens.confinement(tx, token, client.id());
      if (granted.isPresent()) {
        CheckGrantedResource.audiences(client, granted.get(), request.resources());
      }
    }
  }

  private static FamilyStore.Refresh refresh(
      AuthenticatedClient client,
      TokenRequest.Refresh request,
      OpaqueToken token,
      OpaqueToken successor) {
    return new FamilyStore.Refresh(
        token.id(),
        client.id(),
        token.digest(),
        successor.digest(),
        client.key(),
        request.scopes(),
        CheckGrantedResource.reachable(client),
        client.realm().refreshIdle(client.client()),
        client.client().refreshGrace());
  }

  private static FamilyStore.Live live(Rotation rotation, Attempt attempt) throws Refusal {
    return switch (rotation) {
      case Rotation.Rotated(FamilyStore.Live live) -> {
        describe(attempt, live.family().holder());
        yield live;
      }
      case Rotation.Retried(FamilyStore.Live live) -> {
        describe(attempt, live.family().holder());
        attempt.detail("retry", true);
        yield live;
      }
      case Rotation.Reused(AuthorizationCode.Holder holder) -> {
        describe(attempt, holder);
        throw Refusal.of(Reason.REFRESH_REUSED);
      }
      case Rotation.Refused(AuthorizationCode.Holder holder, Reason reason) -> {
        describe(attempt, holder);
        throw Refusal.of(reason);
      }
      case Rotation.Unknown() -> throw Refusal.of(Reason.REFRESH_UNKNOWN);
    };
  }

  private static void describe(Attempt attempt, AuthorizationCode.Holder holder) {
    attempt.by(holder.principal()).in(holder.session());
  }

  private static IssuedGrant grant(
      TenantTx tx,
      AuthenticatedClient client,
      TokenRequest.Refresh request,
      FamilyStore.Live live,
      OpaqueToken successor)
      throws Refusal {
    Scopes scopes = request.scopes().isEmpty() ? live.family().scopes() : request.scopes();
    return new IssuedGrant(
        new IssuedGrant.Basis(client, tx.tenant(), tx.now()),
        live.family(),
        live.subject(),
        scopes,
        CheckGrantedResource.audiences(client, live.family().confinement(), request.resources()),
        Optional.empty(),
        Optional.of(successor));
  }
}
