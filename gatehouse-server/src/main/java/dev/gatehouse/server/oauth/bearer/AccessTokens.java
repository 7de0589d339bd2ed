package dev.gatehouse.server.oauth.bearer;

import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.crypto.AccessTokenVerifier;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.ProvedSignatures;
import dev.gatehouse.server.crypto.TokenClaims;
import dev.gatehouse.server.crypto.TokenVerification;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.realm.Realm;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Verifies access tokens of the realm a request came to, and reads what they claim. */
public final class AccessTokens {
  private static final int PROVED = 20_000;

  private final ClientRegistry clients;
  private final AccessTokenKeys.Checking checking;

  public AccessTokens(
      ClientRegistry clients, KeyRing keys, CryptoProviders providers, Clock clock) {
    this.clients = clients;
    this.checking =
        new AccessTokenKeys.Checking(providers, keys, ProvedSignatures.remembering(PROVED), clock);
  }

  /**
   * Who presents a token that is rightly signed; whether it was revoked is not yet known.
   *
   * @param claims all it says
   */
  public record Bearer(
      PrincipalId principal,
      TenantId tenant,
      ClientId client,
      AccessTokenId id,
      Scopes scopes,
      long rs,
      TokenClaims claims) {
    /** Whether a client got it for itself: there is no session behind it. */
    public boolean isMachine() {
      return !claims.members().containsKey("sid");
    }

    /** What it says its principal was given. */
    public List<String> roles() {
      return claims.texts("roles");
    }

    /** Whether the audience is one of the token's. */
    public boolean isFor(String audience) {
      return claims.text("aud").map(audience::equals).orElse(false)
          || claims.texts("aud").contains(audience);
    }
  }

  /**
   * Verifies signature, type, issuer, audience and times, that every claim is there, and that the
   * client is still known.
   */
  public Bearer verify(Exchange exchange, String token) throws Refusal {
    return switch (verifier(exchange.site()).verify(token)) {
      case TokenVerification.Verified(TokenClaims claims) -> known(exchange, bearer(claims));
      case TokenVerification.Expired expired -> throw Refusal.of(expired.reason());
      case TokenVerification.Invalid invalid -> throw Refusal.of(invalid.reason());
    };
  }

  /** What a client was given ends with it, also where nothing says that it is revoked. */
  private Bearer known(Exchange exchange, Bearer bearer) throws Refusal {
    if (clients.find(exchange.realm(), bearer.client().value()).isEmpty()) {
      throw Refusal.of(Reason.ACCESS_TOKEN_REVOKED);
    }
    return bearer;
  }

  /** The same where a token that is not valid is no refusal but an answer. */
  public Optional<Bearer> read(Exchange exchange, String token) {
    try {
      return Optional.of(verify(exchange, token));
    } catch (Refusal invalid) {
      return Optional.empty();
    }
  }

  /** The realm a request came to. */
  public Realm realm(Exchange exchange) {
    return clients.realm(exchange.realm());
  }

  /** The time that tokens are verified against. */
  public Instant now() {
    return checking.clock().instant();
  }

  private AccessTokenVerifier verifier(Site site) {
    Realm realm = clients.realm(site.realm());
    return AccessTokenKeys.verifier(checking, realm, site, audiences(realm));
  }

  private static Set<String> audiences(Realm realm) {
    Set<String> all = new HashSet<>(realm.tokens().audiences());
    realm.apis().forEach(api -> all.add(api.audience()));
    return all;
  }

  /** Absent is not valid: each claim must be there and of its type. */
  private static Bearer bearer(TokenClaims claims) throws Refusal {
    Optional<UUID> tenant = claims.text("tid").flatMap(AccessTokens::uuid);
    Optional<UUID> principal = claims.text("sub").flatMap(AccessTokens::uuid);
    Optional<AccessTokenId> id = claims.text("jti").flatMap(AccessTokenId::parse);
    Optional<String> scope = claims.text("scope");
    Optional<Long> rs = claims.number("rs");
    if (tenant.isEmpty()
        || principal.isEmpty()
        || id.isEmpty()
        || scope.isEmpty()
        || rs.isEmpty()) {
      throw Refusal.of(Reason.ACCESS_TOKEN_INVALID);
    }
    return new Bearer(
        new PrincipalId(principal.get()),
        new TenantId(tenant.get()),
        new ClientId(claims.required("client_id")),
        id.get(),
        Scopes.parse(scope.get()),
        rs.get(),
        claims);
  }

  private static Optional<UUID> uuid(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equals(text) ? Optional.of(uuid) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
