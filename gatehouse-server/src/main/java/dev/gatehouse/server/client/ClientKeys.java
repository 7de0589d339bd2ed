package dev.gatehouse.server.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.server.crypto.ForeignJwt;
import dev.gatehouse.server.crypto.ForeignKey;
import dev.gatehouse.server.http.OutboundHttp;
import dev.gatehouse.server.realm.ClientAuthentication;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of clients: those they registered, or those at the address they registered,
 * fetched at most once a minute however many unknown keys are named, one at a time for all.
 */
final class ClientKeys {
  private static final Duration FRESH = Duration.ofMinutes(10);
  private static final Duration BETWEEN = Duration.ofMinutes(1);
  private static final int MOST_SETS = 1000;

  private final OutboundHttp outbound;
  private final Clock clock;
  private final Cache<URI, Fetched> sets = Caffeine.newBuilder().maximumSize(MOST_SETS).build();
  private final ConcurrentHashMap<URI, CompletableFuture<Fetched>> fetching =
      new ConcurrentHashMap<>();

  private record Fetched(Instant at, List<ForeignKey> keys) {}

  ClientKeys(OutboundHttp outbound, Clock clock) {
    this.outbound = outbound;
    this.clock = clock;
  }

  /** The key that the token names; the only one where it names none. */
  Optional<ForeignKey> find(ClientAuthentication.Keys where, ForeignJwt token) {
    return switch (where) {
      case ClientAuthentication.Keys.Inline(String jwks) -> pick(ForeignKey.set(jwks), token);
      case ClientAuthentication.Keys.Remote(URI uri) -> {
        Fetched known = fetched(uri, FRESH);
        Optional<ForeignKey> key = pick(known.keys(), token);
        yield key.isPresent() ? key : pick(fetched(uri, BETWEEN).keys(), token);
      }
    };
  }

  private static Optional<ForeignKey> pick(List<ForeignKey> keys, ForeignJwt token) {
    Optional<String> kid = token.header("kid");
    List<ForeignKey> fitting =
        keys.stream()
            .filter(key -> kid.isEmpty() || kid.equals(key.kid()))
            .filter(key -> token.header("alg").filter(key::allows).isPresent())
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
  }

  private Fetched fetched(URI uri, Duration oldest) {
    Optional<Fetched> known = known(uri, oldest);
    if (known.isPresent()) {
      return known.get();
    }
    CompletableFuture<Fetched> own = new CompletableFuture<>();
    CompletableFuture<Fetched> underWay = fetching.putIfAbsent(uri, own);
    if (underWay != null) {
      return underWay.join();
    }
    try {
      // another fetch may have ended since it was looked for
      Fetched now = known(uri, oldest).orElseGet(() -> fetch(uri, sets.getIfPresent(uri)));
      sets.put(uri, now);
      own.complete(now);
      return now;
    } finally {
      // does nothing where it is complete
      own.completeExceptionally(new IllegalStateException("the keys could not be fetched"));
      fetching.remove(uri, own);
    }
  }

  private Optional<Fetched> known(URI uri, Duration oldest) {
    return Optional.ofNullable(sets.getIfPresent(uri))
        .filter(known -> clock.instant().isBefore(known.at().plus(oldest)));
  }

  /** A failed fetch leaves what was known and counts as one, so that failing is not faster. */
  private Fetched fetch(URI uri, @Nullable Fetched known) {
    try {
      OutboundHttp.Response answer = outbound.get(uri);
      if (answer.status() == 200) {
        return new Fetched(clock.instant(), ForeignKey.set(answer.body()));
      }
    } catch (OutboundHttp.Failed unreachable) {
      // told apart from a bad answer by nobody
    }
    return new Fetched(clock.instant(), known == null ? List.of() : known.keys());
  }
}
