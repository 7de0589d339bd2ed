package dev.gatehouse.server.oauth.logout;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.Ring;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.crypto.TokenSigner;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.TransactionScope;
import dev.gatehouse.server.oauth.logout.NoticeStore.Claimed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signs logout tokens (OpenID Connect Back-Channel Logout §2.4). */
final class LogoutTokens {
  static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  // §2.4: at most two minutes, so that an old one is good for nothing
  private static final Duration LIFE = Duration.ofMinutes(2);

  private final KeyRing keys;
  private final TokenSigner signer;
  private final Csprng random;
  private final Clock clock;

  LogoutTokens(KeyRing keys, TokenSigner signer, Csprng random, Clock clock) {
    this.keys = keys;
    this.signer = signer;
    this.random = random;
    this.clock = clock;
  }

  /** A token of its own for each attempt: a client may refuse to see an id twice. */
  String sign(Site site, Claimed notice, SigningAlgorithm algorithm) {
    TransactionScope.refuseInside("signing");
    Instant now = clock.instant();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", site.issuer());
    claims.put("sub", notice.principal().toString());
    claims.put("aud", notice.client().value());
    claims.put("iat", now);
    claims.put("exp", now.plus(LIFE));
    claims.put("jti", random.uuid().toString());
    claims.put("sid", notice.session().toString());
    claims.put("events", Map.of(EVENT, Map.of()));
    // §2.4: a nonce MUST NOT be there, or it could be taken for an ID token
    // §2.4: signed as the client's ID tokens are
    Ring ring = new Ring(KeyUse.ID_TOKEN, algorithm);
    return signer.sign(keys.active(site.realm(), ring), "logout+jwt", claims);
  }
}
