package dev.gatehouse.server.oauth.introspect;

import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.Ring;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.crypto.TokenSigner;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.MediaRanges;
import dev.gatehouse.server.kernel.Refusal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the answer of an introspection: JSON, or a JWT for those who ask for proof (RFC 9701). */
public final class IntrospectionResponse {
  static final String SIGNED = "application/token-introspection+jwt";
  private static final String JSON = "application/json";

  private final KeyRing keys;
  private final TokenSigner signer;
  private final Clock clock;

  public IntrospectionResponse(KeyRing keys, TokenSigner signer, Clock clock) {
    this.keys = keys;
    this.signer = signer;
    this.clock = clock;
  }

  Answer write(Exchange exchange, AuthenticatedClient caller, Map<String, Object> state)
      throws Refusal {
    exchange.answerHeader("Vary", "Accept");
    if (!isSignedWanted(exchange)) {
      return Answer.Json.ok(state);
    }
    // RFC 9701 §5: only these at the top, so that it is never taken for an access token
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", exchange.site().issuer());
    claims.put("aud", caller.id().value());
    claims.put("iat", clock.instant());
    claims.put("token_introspection", state);
    // RFC 9701 §6: introspection_signed_response_alg
    SigningAlgorithm algorithm =
        caller
            .client()
            .signatures()
            .introspection()
            .orElse(caller.realm().tokens().idTokenAlgorithm());
    String jwt =
        signer.sign(
            keys.active(exchange.realm(), new Ring(KeyUse.ID_TOKEN, algorithm)),
            "token-introspection+jwt",
            claims);
    return new Answer.Text(200, SIGNED, jwt);
  }

  /** By its name and no later than JSON: a range such as {@code *}{@code /*} asks for neither. */
  private static boolean isSignedWanted(Exchange exchange) throws Refusal {
    MediaRanges accepted = MediaRanges.parse(exchange.header("accept").orElse(""));
    return accepted.names(SIGNED) && accepted.weight(SIGNED) >= accepted.weight(JSON);
  }
}
