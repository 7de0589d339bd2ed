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
import dev.gatehouse.server.oauth.code.CodeStore;
import dev.gatehouse.server.oauth.code.Redemption;
import dev.gatehouse.server.oauth.family.IssuedGrant;
import dev.gatehouse.server.oauth.family.Standing;
import dev.gatehouse.server.oauth.family.StandingStore;
import dev.gatehouse.server.oauth.family.TokenFamilies;
import dev.gatehouse.server.oauth.grant.Subject;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;

/** Tokens for an authorization code (RFC 6749 §4.1.3): redeem, check, begin a family, record. */
public final class AuthorizationCodeGrant {
  private final GrantTransactions transactions;
  private final AuditLog audit;
  private final CodeStore codes;
  private final StandingStore standings;
  private final TokenFamilies families;

  public AuthorizationCodeGrant(
      GrantTransactions transactions,
      AuditLog audit,
      CodeStore codes,
      StandingStore standings,
      TokenFamilies families) {
    this.transactions = transactions;
    this.audit = audit;
    this.codes = codes;
    this.standings = standings;
    this.families = families;
  }

  /** Issues, once; a code presented again takes along what it was exchanged for. */
  IssuedGrant issue(AuthenticatedClient client, TokenRequest.Code request, Origin origin)
      throws Refusal {
    Attempt attempt = client.through(audit.attempt(EventType.TOKEN_ISSUED, origin));
    transactions.requireAllowed(client, Client.Grant.AUTHORIZATION_CODE, attempt);
    var presented =
        new GrantTransactions.Presented(
            OpaqueToken.Kind.CODE, client.realm().id(), request.code(), Reason.CODE_UNKNOWN);
    return transactions.with(
        presented,
        attempt,
        (tx, token) -> {
          AuthorizationCode code = redeem(tx, token, attempt);
          CheckCodeClient.check(code, client.id());
          CheckCodeRedirectUri.check(code, request.redirectUri());
          CheckCodeVerifier.check(code, request.codeVerifier());
          CheckDpopKey.check(code.confinement(), client.key());
          List<String> audiences =
              CheckGrantedResource.audiences(client, code.confinement(), request.resources());
          Subject subject = subject(tx, code);
          IssuedGrant grant =
              families.begin(tx, client, code, subject, origin).confinedTo(audiences);
          attempt
              .detail("scope", grant.scopes().wire())
              .detail("offline", grant.family().offline())
              .succeeded(tx);
          return grant;
        });
  }

  private AuthorizationCode redeem(TenantTx tx, OpaqueToken token, Attempt attempt) throws Refusal {
    return switch (codes.redeem(tx, token.id(), token.digest())) {
      case Redemption.Redeemed(AuthorizationCode code) -> {
        describe(attempt, code);
        yield code;
      }
      case Redemption.Replayed(AuthorizationCode code) -> {
        describe(attempt, code);
        // RFC 6749 §4.1.2: revoke all tokens previously issued based on that code
        families.revoke(tx, code.family(), Reason.CODE_REPLAYED);
        throw Refusal.of(Reason.CODE_REPLAYED);
      }
      case Redemption.Expired(AuthorizationCode code) -> {
        describe(attempt, code);
        throw Refusal.of(Reason.CODE_EXPIRED);
      }
      case Redemption.Unknown() -> throw Refusal.of(Reason.CODE_UNKNOWN);
    };
  }

  private static void describe(Attempt attempt, AuthorizationCode code) {
    attempt
        .by(code.holder().principal())
        .in(code.holder().session())
        .on("token_family", code.family().toString());
  }

  private Subject subject(TenantTx tx, AuthorizationCode code) throws Refusal {
    return switch (standings.find(tx, code.holder(), code.rs())) {
      case Standing.Good(Subject subject) -> subject;
      case Standing.Lost(Reason reason) -> throw Refusal.of(reason);
    };
  }
}
