package dev.gatehouse.server.oauth.family;

import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.oauth.code.AuthorizationCode;
import dev.gatehouse.server.oauth.grant.Confinement;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.oauth.grant.Subject;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.storage.TenantTx;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Begins token families and revokes them. */
public final class TokenFamilies {
  private final FamilyStore store;
  private final Revocations revocations;
  private final Csprng random;

  public TokenFamilies(FamilyStore store, Revocations revocations, Csprng random) {
    this.store = store;
    this.revocations = revocations;
    this.random = random;
  }

  /** Begins the family of a redeemed code, with a refresh token where the client may use one. */
  public IssuedGrant begin(
      TenantTx tx, AuthenticatedClient by, AuthorizationCode code, Subject subject, Origin origin) {
    Client client = by.client();
    Optional<OpaqueToken> refreshToken =
        client.allows(Client.Grant.REFRESH_TOKEN)
            ? Optional.of(first(tx, code.family()))
            : Optional.empty();
    TokenFamily family = family(tx.now(), by, code);
    store.begin(tx, family, refreshToken.map(OpaqueToken::digest), origin);
    return new IssuedGrant(
        new IssuedGrant.Basis(by, tx.tenant(), tx.now()),
        family,
        subject,
        code.scopes(),
        family.confinement().audiences(),
        code.nonce(),
        refreshToken);
  }

  private OpaqueToken first(TenantTx tx, UUID family) {
    return OpaqueToken.generate(OpaqueToken.Kind.REFRESH, tx.realm(), tx.tenant(), family, random);
  }

  private static TokenFamily family(Instant now, AuthenticatedClient by, AuthorizationCode code) {
    Realm realm = by.realm();
    Client client = by.client();
    // RFC 9449 §5: a confidential client's refresh tokens are bound to its authentication
    Optional<String> key = client.isPublic() ? by.key() : Optional.empty();
    boolean offline = code.scopes().contains(Scopes.OFFLINE_ACCESS);
    Instant expires = now.plus(realm.refreshAbsolute(client));
    Instant idleExpires = now.plus(realm.refreshIdle(client));
    return new TokenFamily(
        code.family(),
        code.holder(),
        offline,
        code.scopes(),
        code.claims(),
        new Confinement(code.confinement().audiences(), key),
        code.rs(),
        idleExpires.isBefore(expires) ? idleExpires : expires,
        expires);
  }

  /** Revokes everything of the family, access tokens too; it stays revoked after a refusal. */
  public void revoke(TenantTx tx, UUID family, Reason reason) {
    end(tx, family, reason.id());
  }

  /** The same, where nothing went wrong: the client or the person has no more use for it. */
  public void end(TenantTx tx, UUID family, String reason) {
    // a token that a client got for itself has no row; its id alone is revoked
    if (store.revoke(tx, family, reason) || !store.exists(tx, family)) {
      revocations.revokeLasting(tx, Revocations.Kind.FAMILY, family.toString());
    }
  }
}
