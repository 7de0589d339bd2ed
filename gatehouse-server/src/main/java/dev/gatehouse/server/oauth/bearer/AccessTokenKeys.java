package dev.gatehouse.server.oauth.bearer;

import dev.gatehouse.server.crypto.AccessTokenVerifier;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.ProvedSignatures;
import dev.gatehouse.server.crypto.TokenSigner;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.realm.AccessTokenSigning;
import dev.gatehouse.server.realm.Realm;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/**
 * What signs and verifies the access tokens of a realm: its key ring, or the one secret of a realm
 * that asked for HS256. Never both (RFC 8725 §3.1).
 */
public final class AccessTokenKeys {
  private static final String TYP = "at+jwt";

  private AccessTokenKeys() {}

  public static String sign(TokenSigner signer, KeyRing keys, Realm realm, Map<String, ?> claims) {
    return switch (realm.tokens().accessTokenSigning()) {
      case AccessTokenSigning.KeyPair _ ->
          signer.sign(keys.active(realm.id(), KeyUse.ACCESS_TOKEN), TYP, claims);
      case AccessTokenSigning.SharedSecret(var key) -> signer.sign(key, TYP, claims);
    };
  }

  /** What tokens are checked by. */
  record Checking(CryptoProviders providers, KeyRing keys, ProvedSignatures proved, Clock clock) {}

  /**
   * The verifier of a realm's access tokens.
   *
   * @param audiences every audience a token may be for
   */
  static AccessTokenVerifier verifier(Checking by, Realm realm, Site site, Set<String> audiences) {
    return switch (realm.tokens().accessTokenSigning()) {
      case AccessTokenSigning.KeyPair(var algorithm) ->
          new AccessTokenVerifier(
              by.providers(),
              new AccessTokenVerifier.Expectation(site.issuer(), audiences, TYP, algorithm),
              kid -> by.keys().find(realm.id(), KeyUse.ACCESS_TOKEN, kid),
              by.proved(),
              by.clock());
      case AccessTokenSigning.SharedSecret(var key) ->
          AccessTokenVerifier.ofSharedSecret(
              by.providers(),
              new AccessTokenVerifier.Target(site.issuer(), audiences, TYP),
              key,
              by.clock());
    };
  }
}
