package dev.gatehouse.server.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.server.client.RegisteredClientStore.Row;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.Tx;
import dev.gatehouse.server.storage.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients that registered by themselves, read from the database and kept for two seconds at most:
 * so long another server may go on with one that was changed here.
 */
public final class RegisteredClients {
  private static final Logger LOG = LoggerFactory.getLogger(RegisteredClients.class);
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final int MOST_KEPT = 10_000;

  /** A host name has 253 characters at most (RFC 1035 §2.3.4). */
  private static final int LONGEST_ORIGIN = 270;

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final Transactions transactions;
  private final RegisteredClientStore store;
  private final Function<RealmId, Realm> realms;
  private final Clock clock;
  private final Cache<Key, Kept> kept = Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

  private record Key(RealmId realm, ClientId id) {}

  private record Kept(Instant at, Optional<Client> client) {}

  private final Cache<Page, Known> pages = Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

  private record Page(RealmId realm, String origin) {}

  private record Known(Instant at, boolean ofClient) {}

  public RegisteredClients(
      Transactions transactions,
      RegisteredClientStore store,
      Function<RealmId, Realm> realms,
      Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.realms = realms;
    this.clock = clock;
  }

  /** The client of that id; never asked inside a transaction. */
  Optional<Client> find(RealmId realm, ClientId id) {
    Key key = new Key(realm, id);
    Kept known = kept.getIfPresent(key);
    Instant now = clock.instant();
    if (known != null && isFresh(known.at(), now)) {
      return known.client();
    }
    Optional<Client> client = read(realm, tx -> find(tx, id));
    kept.put(key, new Kept(now, client));
    return client;
  }

  private static boolean isFresh(Instant at, Instant now) {
    return now.isBefore(at.plus(FRESH)) && !now.isBefore(at);
  }

  /** Whether one of them is public and has a page there; never asked inside a transaction. */
  boolean haveOrigin(RealmId realm, String origin) {
    if (origin.length() > LONGEST_ORIGIN || !origin.startsWith("https://")) {
      return false;
    }
    Page page = new Page(realm, origin);
    Known known = pages.getIfPresent(page);
    Instant now = clock.instant();
    if (known != null && isFresh(known.at(), now)) {
      return known.ofClient();
    }
    boolean ofClient =
        read(realm, tx -> store.withOrigin(tx, origin)).stream()
            .flatMap(row -> client(realm, row).stream())
            .anyMatch(client -> client.isPublic() && AllowedOrigins.isOf(client, origin));
    pages.put(page, new Known(now, ofClient));
    return ofClient;
  }

  private <T> T read(RealmId realm, Work<RealmTx, T> work) {
    try {
      return transactions.readRealm(realm, work);
    } catch (Refusal impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The same inside a transaction. */
  Optional<Client> find(Tx tx, ClientId id) {
    return store.find(tx, id).flatMap(row -> client(tx.realm(), row));
  }

  /** A kept one as a client; nothing where a rule that came later forbids it. */
  private Optional<Client> client(RealmId realm, Row row) {
    try {
      return Optional.of(
          metadata(row)
              .client(row.id(), row.secret(), Objects.requireNonNull(realms.apply(realm))));
    } catch (Refusal refused) {
      LOG.warn("registered client {} is not usable: {}", row.id(), refused.reason().id());
      return Optional.empty();
    }
  }

  /** What a kept one says of itself. */
  public static ClientMetadata metadata(Row row) throws Refusal {
    return ClientMetadata.read(JsonMapper.shared().readValue(row.metadata(), OBJECT));
  }

  /** Has the next look find what just changed. */
  public void forget(RealmId realm, ClientId id) {
    kept.invalidate(new Key(realm, id));
    pages.asMap().keySet().removeIf(page -> page.realm().equals(realm));
  }
}
