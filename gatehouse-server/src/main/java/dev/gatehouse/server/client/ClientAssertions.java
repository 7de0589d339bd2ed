package dev.gatehouse.server.client;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.crypto.ForeignJwt;
import dev.gatehouse.server.crypto.ForeignKey;
import dev.gatehouse.server.crypto.TokenClaims;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.ClientAuthentication;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.SpentValues;
import dev.gatehouse.server.storage.Transactions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies client assertions (RFC 7523 §3, OpenID Connect Core §9). The audience is the issuer and
 * nothing else (RFC 10070): an assertion for another server, or for one endpoint of ours, is good
 * for nothing here. Each is good once.
 */
final class ClientAssertions {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration AHEAD = Duration.ofSeconds(10);
  private static final int LONGEST_ID = 256;
  private static final Set<String> TYPES = Set.of("JWT", "client-authentication+jwt");

  private final Transactions transactions;
  private final SpentValues spent;
  private final ClientKeys keys;
  private final CryptoProviders providers;
  private final Clock clock;

  ClientAssertions(
      Transactions transactions,
      SpentValues spent,
      ClientKeys keys,
      CryptoProviders providers,
      Clock clock) {
    this.transactions = transactions;
    this.spent = spent;
    this.keys = keys;
    this.providers = providers;
    this.clock = clock;
  }

  void check(
      Exchange exchange, ClientId client, ClientAuthentication.PrivateKey as, ForeignJwt assertion)
      throws Refusal {
    boolean typed = assertion.header("typ").map(TYPES::contains).orElse(true);
    boolean rightAlgorithm =
        as.algorithm()
            .map(alg -> assertion.header("alg").equals(Optional.of(alg.joseName())))
            .orElse(true);
    Optional<ForeignKey> key = keys.find(as.keys(), assertion);
    if (!typed
        || !rightAlgorithm
        || key.isEmpty()
        || !assertion.isSignedBy(key.get(), providers)
        || !isFor(exchange.site().issuer(), client, assertion.claims())) {
      throw Refusal.of(Reason.CLIENT_ASSERTION_INVALID);
    }
    spend(exchange, client, assertion.claims());
  }

  private boolean isFor(String issuer, ClientId client, TokenClaims claims) {
    Instant now = clock.instant();
    Optional<String> name = Optional.of(client.value());
    // RFC 10070: one string, not a list that names others too
    return claims.text("iss").equals(name)
        && claims.text("sub").equals(name)
        && claims.text("aud").equals(Optional.of(issuer))
        && claims.text("jti").filter(id -> !id.isEmpty() && id.length() <= LONGEST_ID).isPresent()
        && claims
            .time("exp")
            .filter(end -> now.isBefore(end) && !end.isAfter(now.plus(LONGEST)))
            .isPresent()
        && isPast(claims, "iat", now)
        && isPast(claims, "nbf", now);
  }

  /** Absent, or a time that has come. */
  private static boolean isPast(TokenClaims claims, String name, Instant now) {
    return !claims.members().containsKey(name)
        || claims.time(name).filter(at -> !at.isAfter(now.plus(AHEAD))).isPresent();
  }

  private void spend(Exchange exchange, ClientId client, TokenClaims claims) throws Refusal {
    byte[] digest =
        Digests.sha256(
            client.value().getBytes(StandardCharsets.UTF_8),
            new byte[1],
            claims.required("jti").getBytes(StandardCharsets.UTF_8));
    Instant end = claims.time("exp").orElseThrow();
    boolean first =
        transactions.inRealm(
            exchange.realm(),
            Attempted.NOTHING,
            tx -> spent.spend(tx, SpentValues.Kind.CLIENT_ASSERTION, digest, end));
    // RFC 7523 §3: the same jti twice
    if (!first) {
      throw Refusal.of(Reason.CLIENT_ASSERTION_REPLAYED);
    }
  }
}
