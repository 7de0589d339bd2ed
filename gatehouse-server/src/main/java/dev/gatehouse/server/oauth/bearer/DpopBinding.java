package dev.gatehouse.server.oauth.bearer;

import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.dpop.DpopProofs;
import java.util.Map;
import java.util.Optional;

/** Takes the proofs of possession that come with requests (RFC 9449). */
public final class DpopBinding {
  private final DpopProofs proofs;

  public DpopBinding(DpopProofs proofs) {
    this.proofs = proofs;
  }

  /**
   * The client with the key it proves at the token endpoint, if it does.
   *
   * @throws Refusal where the proof is wrong, or missing although the client registered for it
   */
  public AuthenticatedClient atTokenEndpoint(Exchange exchange, AuthenticatedClient client)
      throws Refusal {
    Optional<String> key = proved(exchange, "/oauth2/token");
    // RFC 9449 §5.2: dpop_bound_access_tokens
    if (key.isEmpty() && client.client().dpopBoundAccessTokens()) {
      throw Refusal.of(Reason.DPOP_PROOF_MISSING);
    }
    return key.isPresent() ? client.proving(key.get()) : client;
  }

  /**
   * The key that a client proves to have, if it does.
   *
   * @param path of the endpoint below the issuer
   */
  public Optional<String> proved(Exchange exchange, String path) throws Refusal {
    return proofs.key(exchange, exchange.site().uri(path), Optional.empty());
  }

  /**
   * Refuses a bound token without the proof of its key, and an unbound one that pretends (RFC 9449
   * §7.1, §7.2).
   *
   * @param path of the endpoint below the issuer
   */
  public void atResource(
      Exchange exchange, String path, BearerToken presented, AccessTokens.Bearer bearer)
      throws Refusal {
    Optional<String> bound = boundKey(bearer);
    if (bound.isPresent() != presented.withProof()) {
      throw Refusal.of(Reason.ACCESS_TOKEN_INVALID);
    }
    if (bound.isEmpty()) {
      return;
    }
    Optional<String> key =
        proofs.key(exchange, exchange.site().uri(path), Optional.of(presented.text()));
    if (key.isEmpty()) {
      throw Refusal.of(Reason.DPOP_PROOF_MISSING);
    }
    if (!key.equals(bound)) {
      throw Refusal.of(Reason.ACCESS_TOKEN_INVALID);
    }
  }

  /** The key a token is bound to (RFC 9449 §6.1). */
  public static Optional<String> boundKey(AccessTokens.Bearer bearer) {
    return bearer.claims().members().get("cnf") instanceof Map<?, ?> confirmation
            && confirmation.get("jkt") instanceof String key
        ? Optional.of(key)
        : Optional.empty();
  }
}
