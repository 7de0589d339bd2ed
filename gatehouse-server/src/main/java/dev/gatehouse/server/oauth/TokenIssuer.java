package dev.gatehouse.server.oauth;

import dev.gatehouse.server.access.RoleClaims;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.crypto.TokenSigner;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.TransactionScope;
import dev.gatehouse.server.realm.Realm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Signs the tokens of a committed grant, so that no connection waits for a signature. When the
 * server dies in between, the client gets no answer: its retry of a refresh gets the same successor
 * within the grace, and a retried code (or a refresh without grace) counts as a replay, revokes a
 * family nobody holds, and costs the person one more sign-in.
 */
final class TokenIssuer {
  private final KeyRing keys;
  private final TokenSigner signer;
  private final Csprng random;

  TokenIssuer(KeyRing keys, TokenSigner signer, Csprng random) {
    this.keys = keys;
    this.signer = signer;
    this.random = random;
  }

  /** The token response (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3). */
  Map<String, Object> issue(Site site, IssuedGrant grant) {
    TransactionScope.refuseInside("signing");
    Instant now = grant.basis().at();
    Instant expires = expiry(grant);
    String accessToken = accessToken(site, grant, expires);
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("access_token", accessToken);
    response.put("token_type", "Bearer");
    response.put("expires_in", Duration.between(now, expires).toSeconds());
    response.put("scope", grant.scopes().wire());
    grant.refreshToken().map(OpaqueToken::wire).ifPresent(it -> response.put("refresh_token", it));
    if (grant.scopes().contains(Scopes.OPENID)) {
      response.put("id_token", idToken(site, grant, expires, accessToken));
    }
    return response;
  }

  /** Never later than what the grant rests on. */
  private static Instant expiry(IssuedGrant grant) {
    Instant usual =
        grant.basis().at().plus(grant.basis().client().realm().tokens().accessTokenLifetime());
    Instant end =
        grant.family().offline() ? grant.family().expires() : grant.subject().sessionExpires();
    return usual.isBefore(end) ? usual : end;
  }

  /** RFC 9068 §2.2. */
  private String accessToken(Site site, IssuedGrant grant, Instant expires) {
    Realm realm = grant.basis().client().realm();
    Subject subject = grant.subject();
    List<String> audiences = realm.tokens().audiences();
    Map<String, Object> claims = common(site, grant, expires);
    claims.put("aud", audiences.size() == 1 ? audiences.getFirst() : audiences);
    claims.put("client_id", grant.basis().client().id().value());
    claims.put("scope", grant.scopes().wire());
    claims.put("roles", RoleClaims.of(realm, subject.roles()));
    claims.put("mfa", subject.authentication().mfa());
    claims.put(
        "jti", new AccessTokenId(grant.family().id(), random.uuidV7(grant.basis().at())).text());
    claims.put("rs", subject.rs());
    return signer.sign(keys.active(realm.id(), KeyUse.ACCESS_TOKEN), "at+jwt", claims);
  }

  /** OpenID Connect Core §2. */
  private String idToken(Site site, IssuedGrant grant, Instant expires, String accessToken) {
    Realm realm = grant.basis().client().realm();
    Map<String, Object> claims = common(site, grant, expires);
    claims.put("aud", grant.basis().client().id().value());
    claims.put("at_hash", accessTokenHash(accessToken));
    grant.nonce().ifPresent(nonce -> claims.put("nonce", nonce));
    claims.putAll(PersonClaims.of(grant.subject().person(), grant.scopes()));
    return signer.sign(keys.active(realm.id(), KeyUse.ID_TOKEN), "JWT", claims);
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

  /** OpenID Connect Core §3.1.3.6: the left half of SHA-256, for RS256. */
  static String accessTokenHash(String accessToken) {
    byte[] digest = Digests.sha256(accessToken.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest, digest.length / 2));
  }
}
