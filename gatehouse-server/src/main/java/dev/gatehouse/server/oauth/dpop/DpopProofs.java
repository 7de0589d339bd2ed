package dev.gatehouse.server.oauth.dpop;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.crypto.ForeignJwt;
import dev.gatehouse.server.crypto.ForeignKey;
import dev.gatehouse.server.crypto.TokenClaims;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.SpentValues;
import dev.gatehouse.server.storage.Transactions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies DPoP proofs (RFC 9449 §4.3): for this request, made now, never seen before, signed by
 * the key they carry.
 */
public final class DpopProofs {
  /** How old a proof may be, and how far ahead its maker's clock (RFC 9449 §11.1). */
  private static final Duration OLDEST = Duration.ofMinutes(1);

  private static final Duration AHEAD = Duration.ofSeconds(10);
  private static final Set<String> HEADER_MEMBERS = Set.of("alg", "typ", "jwk");
  private static final int LONGEST_ID = 256;

  private final Transactions transactions;
  private final SpentValues spent = new SpentValues();
  private final CryptoProviders providers;
  private final Clock clock;

  public DpopProofs(Transactions transactions, CryptoProviders providers, Clock clock) {
    this.transactions = transactions;
    this.providers = providers;
    this.clock = clock;
  }

  /**
   * The RFC 7638 thumbprint of the key that the caller proves to have; empty without a proof.
   *
   * @param endpoint the address the request came to, without query
   * @param accessToken the token that comes with it, where one does
   * @throws Refusal {@code invalid_dpop_proof}
   */
  public Optional<String> key(Exchange exchange, URI endpoint, Optional<String> accessToken)
      throws Refusal {
    List<String> headers = exchange.headers("dpop");
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    // RFC 9449 §4.3: not more than one DPoP header
    Optional<ForeignJwt> proof =
        headers.size() == 1
            ? ForeignJwt.parse(headers.getFirst(), HEADER_MEMBERS)
            : Optional.empty();
    Optional<ForeignKey> key = proof.flatMap(ForeignJwt::embeddedKey);
    if (proof.isEmpty()
        || key.isEmpty()
        || !proof.get().header("typ").equals(Optional.of("dpop+jwt"))
        || !proof.get().isSignedBy(key.get(), providers)
        || !isForRequest(exchange, endpoint, proof.get().claims())
        || !isForToken(accessToken, proof.get().claims())) {
      throw Refusal.of(Reason.DPOP_PROOF_INVALID);
    }
    spend(exchange, key.get(), proof.get().claims());
    return Optional.of(key.get().thumbprint());
  }

  private boolean isForRequest(Exchange exchange, URI endpoint, TokenClaims claims) {
    Instant now = clock.instant();
    return claims.text("htm").equals(Optional.of(exchange.method().name()))
        && claims.text("htu").filter(htu -> isSame(htu, endpoint)).isPresent()
        && claims.text("jti").filter(id -> !id.isEmpty() && id.length() <= LONGEST_ID).isPresent()
        && claims
            .time("iat")
            .filter(at -> !at.isBefore(now.minus(OLDEST)) && !at.isAfter(now.plus(AHEAD)))
            .isPresent();
  }

  /** RFC 9449 §4.3: query and fragment don't count; scheme and host in any case do. */
  private static boolean isSame(String htu, URI endpoint) {
    try {
      URI named = URI.create(htu).normalize();
      return endpoint.getScheme().equalsIgnoreCase(named.getScheme())
          && endpoint.getHost().equalsIgnoreCase(named.getHost())
          && port(endpoint) == port(named)
          && endpoint.getRawPath().equals(named.getRawPath());
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  private static boolean isForToken(Optional<String> accessToken, TokenClaims claims) {
    Optional<String> hash =
        accessToken.map(token ->
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Digests.sha256(token.getBytes(StandardCharsets.US_ASCII))));
    return hash.isEmpty() || claims.text("ath").equals(hash);
  }

  private void spend(Exchange exchange, ForeignKey key, TokenClaims claims) throws Refusal {
    byte[] digest =
        Digests.sha256(
            key.thumbprint().getBytes(StandardCharsets.US_ASCII),
            claims.required("jti").getBytes(StandardCharsets.UTF_8));
    Instant end = clock.instant().plus(OLDEST).plus(AHEAD);
    boolean first =
        transactions.inRealm(
            exchange.realm(),
            Attempted.NOTHING,
            tx -> spent.spend(tx, SpentValues.Kind.DPOP_PROOF, digest, end));
    if (!first) {
      throw Refusal.of(Reason.DPOP_PROOF_REPLAYED);
    }
  }
}
