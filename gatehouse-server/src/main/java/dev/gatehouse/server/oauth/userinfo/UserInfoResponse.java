package dev.gatehouse.server.oauth.userinfo;

import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.Ring;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.crypto.TokenSigner;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.TransactionScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what userinfo says: as JSON, or as a JWT for a client that registered {@code
 * userinfo_signed_response_alg} (OpenID Connect Core §5.3.2).
 */
public final class UserInfoResponse {
  static final String SIGNED = "application/jwt";

  private final ClientRegistry clients;
  private final KeyRing keys;
  private final TokenSigner signer;

  public UserInfoResponse(ClientRegistry clients, KeyRing keys, TokenSigner signer) {
    this.clients = clients;
    this.keys = keys;
    this.signer = signer;
  }

  Answer write(Site site, ClientId client, Map<String, Object> claims) {
    TransactionScope.refuseInside("signing");
    Optional<SigningAlgorithm> algorithm =
        clients.find(site.realm(), client.value()).flatMap(found -> found.signatures().userInfo());
    if (algorithm.isEmpty()) {
      return Answer.Json.ok(claims);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    // OpenID Connect Core §5.3.2: a signed answer contains both
    all.put("iss", site.issuer());
    all.put("aud", client.value());
    all.putAll(claims);
    Ring ring = new Ring(KeyUse.ID_TOKEN, algorithm.get());
    // without a type: it has none of its own, and must not come back as an ID token
    return new Answer.Text(200, SIGNED, signer.signUntyped(keys.active(site.realm(), ring), all));
  }
}
