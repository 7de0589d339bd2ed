package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.access.RoleClaims;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.Ring;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.crypto.SigningKey;
import dev.gatehouse.server.crypto.TokenSigner;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.TransactionScope;
import dev.gatehouse.server.oauth.bearer.AccessTokenId;
import dev.gatehouse.server.oauth.bearer.AccessTokenKeys;
import dev.gatehouse.server.oauth.family.IssuedGrant;
import dev.gatehouse.server.oauth.grant.PersonClaims;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.oauth.grant.Subject;
import dev.gatehouse.server.realm.Realm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signs the tokens of a committed grant, so that no connection waits for a signature. When the
 * server dies in between, the client gets no answer: its retry of a refresh gets the same successor
 * within the grace, and a retried code (or a refresh without grace) counts as a replay, revokes a
 * family nobody holds, and costs the person one more sign-in.
 */
public final class TokenIssuer {
  private final KeyRing keys;
  private final TokenSigner signer;
  private final Csprng random;

  public TokenIssuer(KeyRing keys, TokenSigner signer, Csprng random) {
    this.keys = keys;
    this.signer = signer;
    this.random = random;
  }

  /**
   * The token response (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3) but for the refresh token,
   * which goes where the client keeps it.
   */
  Map<String, Object> issue(Site site, IssuedGrant grant) {
    TransactionScope.refuseInside("signing");
    Instant now = grant.basis().at();
    Instant expires = expiry(grant);
    String accessToken = accessToken(site, grant, expires);
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("access_token", accessToken);
    response.put("token_type", tokenType(grant.basis()));
    response.put("expires_in", Duration.between(now, expires).toSeconds());
    response.put("scope", grant.scopes().wire());
    if (grant.scopes().contains(Scopes.OPENID)) {
      response.put("id_token", idToken(site, grant, expires, accessToken));
    }
    return response;
  }

  /** The same for a client that acts for itself; no refresh token (RFC 6749 §4.4.3). */
  Map<String, Object> issue(Site site, MachineGrant grant) {
    TransactionScope.refuseInside("signing");
    IssuedGrant.Basis basis = grant.basis();
    Realm realm = basis.client().realm();
    Instant expires =
        earliest(basis.at().plus(realm.accessTokenLifetime(grant.roles())), grant.rolesEnd());
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", site.issuer());
    claims.put("sub", grant.principal().toString());
    claims.put("tid", basis.tenant().toString());
    claims.put("iat", basis.at());
    claims.put("exp", expires);
    var id = new AccessTokenId(random.uuidV7(basis.at()), random.uuidV7(basis.at()));
    var access = new Access(grant.audiences(), grant.scopes(), grant.roles(), id, grant.rs());
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("access_token", accessToken(basis, claims, access));
    response.put("token_type", tokenType(basis));
    response.put("expires_in", Duration.between(basis.at(), expires).toSeconds());
    response.put("scope", grant.scopes().wire());
    return response;
  }

  /** RFC 9449 §5. */
  private static String tokenType(IssuedGrant.Basis basis) {
    return basis.client().key().isPresent() ? "DPoP" : "Bearer";
  }

  /** Never later than what the grant rests on. */
  private static Instant expiry(IssuedGrant grant) {
    Realm realm = grant.basis().client().realm();
    Instant usual = grant.basis().at().plus(realm.accessTokenLifetime(grant.subject().roles()));
    Instant grantEnds =
        earliest(earlier(usual, grant.family().expires()), grant.subject().rolesEnd());
    return grant.family().offline()
        ? grantEnds
        : earlier(grantEnds, grant.subject().sessionExpires());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** No token says a role longer than its holder has it. */
  private static Instant earliest(Instant usual, Optional<Instant> rolesEnd) {
    return rolesEnd.map(end -> earlier(usual, end)).orElse(usual);
  }

  /** What an access token allows, and how it can be taken back. */
  private record Access(
      List<String> audiences, Scopes scopes, List<String> roles, AccessTokenId id, long rs) {}

  private String accessToken(Site site, IssuedGrant grant, Instant expires) {
    Subject subject = grant.subject();
    Map<String, Object> claims = common(site, grant, expires);
    claims.put("mfa", subject.authentication().mfa());
    var id = new AccessTokenId(grant.family().id(), random.uuidV7(grant.basis().at()));
    return accessToken(
        grant.basis(),
        claims,
        new Access(grant.audiences(), grant.scopes(), subject.roles(), id, subject.rs()));
  }

  /** RFC 9068 §2.2. */
  private String accessToken(IssuedGrant.Basis basis, Map<String, Object> claims, Access access) {
    Realm realm = basis.client().realm();
    List<String> audiences = access.audiences();
    claims.put("aud", audiences.size() == 1 ? audiences.getFirst() : audiences);
    claims.put("client_id", basis.client().id().value());
    claims.put("scope", access.scopes().wire());
    claims.put("roles", RoleClaims.of(realm, access.roles()));
    claims.put("jti", access.id().text());
    claims.put("rs", access.rs());
    // RFC 9449 §6.1
    basis.client().key().ifPresent(key -> claims.put("cnf", Map.of("jkt", key)));
    return AccessTokenKeys.sign(signer, keys, realm, realm.tokens().aliases().addTo(claims));
  }

  /** OpenID Connect Core §2. */
  private String idToken(Site site, IssuedGrant grant, Instant expires, String accessToken) {
    Realm realm = grant.basis().client().realm();
    Map<String, Object> claims = common(site, grant, expires);
    claims.put("aud", grant.basis().client().id().value());
    SigningKey key =
        keys.active(
            realm.id(),
            new Ring(KeyUse.ID_TOKEN, realm.idTokenAlgorithm(grant.basis().client().client())));
    claims.put("at_hash", accessTokenHash(accessToken, key.algorithm()));
    grant.nonce().ifPresent(nonce -> claims.put("nonce", nonce));
    claims.putAll(
        PersonClaims.of(
            grant.subject().person(), grant.scopes(), grant.family().claims().idToken()));
    return signer.sign(key, "JWT", realm.tokens().aliases().addTo(claims));
  }

  private static Map<String, Object> common(Site site, IssuedGrant grant, Instant expires) {
    Subject.Authentication authentication = grant.subject().authentication();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", site.issuer());
    claims.put("sub", grant.subject().principal().toString());
    claims.put("tid", grant.basis().tenant().toString());
    claims.put("sid", grant.subject().session().toString());
    claims.put("iat", grant.basis().at());
    claims.put("exp", expires);
    claims.put("auth_time", authentication.authTime());
    claims.put("acr", authentication.acr());
    claims.put("amr", authentication.amr());
    return claims;
  }

  /**
   * OpenID Connect Core §3.1.3.6: the left half of a digest by the hash that the ID token's own
   * algorithm has; that of Ed25519 is SHA-512 (RFC 8032 §5.1).
   */
  static String accessTokenHash(String accessToken, SigningAlgorithm algorithm) {
    byte[] text = accessToken.getBytes(StandardCharsets.US_ASCII);
    byte[] digest =
        switch (algorithm) {
          case RS256, ES256 -> Digests.sha256(text);
          case EDDSA -> Digests.sha512(text);
        };
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest, digest.length / 2));
  }
}
