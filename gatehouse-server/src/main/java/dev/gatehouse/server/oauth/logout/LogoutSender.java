package dev.gatehouse.server.oauth.logout;

import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.audit.GroupCommit;
import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.http.OutboundHttp;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.oauth.logout.NoticeStore.Claimed;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.storage.DatabaseUnavailable;
import dev.gatehouse.server.storage.WorkerTransactions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells clients that a session ended (OpenID Connect Back-Channel Logout §2.5). A notice is
 * claimed, delivered outside any transaction, and marked; what fails is tried again, {@code
 * WAITS.size() + 1} times in about an hour. Deliveries run beside each other and a client has few
 * of them at once, so one that is slow keeps nobody else waiting.
 */
public final class LogoutSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogoutSender.class);

  /** Longer than a delivery can take. */
  static final Duration LEASE = Duration.ofSeconds(30);

  static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(40));

  private static final Duration KEPT = Duration.ofDays(7);
  private static final int PLACES = 32;
  private static final int PLACES_A_CLIENT = 4;
  private static final int LONGEST_ERROR = 200;

  private final WorkerTransactions transactions;
  private final NoticeStore notices = new JdbcNoticeStore();
  private final Recipients recipients;
  private final LogoutTokens tokens;
  private final Records records;
  private final Clock clock;
  private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(PLACES);
  private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

  /** Who is told, under whose name, and how. */
  record Recipients(ClientRegistry clients, Function<RealmId, Site> sites, OutboundHttp outbound) {}

  /** Where a failure for good is recorded. */
  record Records(AuditLog audit, GroupCommit commits) {}

  LogoutSender(
      WorkerTransactions transactions,
      Recipients recipients,
      LogoutTokens tokens,
      Records records,
      Clock clock) {
    this.transactions = transactions;
    this.recipients = recipients;
    this.tokens = tokens;
    this.records = records;
    this.clock = clock;
  }

  /** Begins to deliver what is due, as far as there is room; does not wait for any of it. */
  public void sendDue() {
    while (places.tryAcquire()) {
      Optional<Claimed> claimed = Optional.empty();
      try {
        claimed = transactions.run(tx -> notices.claim(tx, LEASE, busy()));
      } finally {
        if (claimed.isEmpty()) {
          places.release();
        }
      }
      if (claimed.isEmpty()) {
        return;
      }
      begin(claimed.get());
    }
  }

  /** Forgets notices that were settled long ago. */
  public void forgetOld() {
    transactions.run(tx -> notices.forget(tx, tx.now().minus(KEPT)));
  }

  private Collection<String> busy() {
    return underWay.entrySet().stream()
        .filter(entry -> entry.getValue() >= PLACES_A_CLIENT)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void begin(Claimed notice) {
    underWay.merge(notice.recipient(), 1, Integer::sum);
    deliveries.execute(() -> {
      try {
        deliver(notice);
      } catch (RuntimeException failed) {
        // the lease ends and the notice is due again
        LOG.warn("logout notice to {} failed: {}", notice.recipient(), failed.getMessage());
      } finally {
        underWay.computeIfPresent(notice.recipient(), (_, many) -> many > 1 ? many - 1 : null);
        places.release();
      }
    });
  }

  private void deliver(Claimed notice) {
    if (!recipients.clients().hasRealm(notice.realm())) {
      settle(notice, "the realm is gone");
      return;
    }
    Optional<Client> client = recipients.clients().find(notice.realm(), notice.client().value());
    Optional<URI> uri = client.flatMap(it -> it.logout().backchannelUri());
    if (uri.isEmpty()) {
      settle(notice, "the client wants no notices any more");
      return;
    }
    Optional<String> problem = tell(uri.get(), client.orElseThrow(), notice);
    if (problem.isEmpty()) {
      transactions.run(tx -> {
        notices.delivered(tx, notice);
        return true;
      });
    } else {
      failed(notice, problem.get());
    }
  }

  /** The same, where a fault of ours is one more problem: it must not have us try for ever. */
  private Optional<String> tell(URI uri, Client client, Claimed notice) {
    try {
      return post(uri, client, notice);
    } catch (DatabaseUnavailable passing) {
      throw passing;
    } catch (RuntimeException fault) {
      LOG.error("no logout token for {}", notice.recipient(), fault);
      return Optional.of("no logout token could be made");
    }
  }

  /** What went wrong, or nothing. */
  private Optional<String> post(URI uri, Client client, Claimed notice) {
    SigningAlgorithm algorithm =
        recipients.clients().realm(notice.realm()).idTokenAlgorithm(client);
    String token = tokens.sign(recipients.sites().apply(notice.realm()), notice, algorithm);
    try {
      int status = recipients.outbound().post(uri, Map.of("logout_token", token)).status();
      // §2.8: 200; some frameworks make it 204
      return status == 200 || status == 204
          ? Optional.empty()
          : Optional.of("answered with status " + status);
    } catch (OutboundHttp.Failed failed) {
      String message = String.valueOf(failed.getMessage());
      return Optional.of(message.substring(0, Math.min(message.length(), LONGEST_ERROR)));
    }
  }

  private void failed(Claimed notice, String problem) {
    if (notice.attempt() > WAITS.size()) {
      record(notice);
      settle(notice, problem);
      return;
    }
    Duration wait = WAITS.get(notice.attempt() - 1);
    transactions.run(tx -> {
      notices.retry(tx, notice, clock.instant().plus(wait), problem);
      return true;
    });
  }

  private void settle(Claimed notice, String problem) {
    transactions.run(tx -> {
      notices.giveUp(tx, notice, problem);
      return true;
    });
  }

  private void record(Claimed notice) {
    records
        .commits()
        .succeeded(
            notice.realm(),
            Optional.of(notice.tenant()),
            records
                .audit()
                .attempt(EventType.LOGOUT_NOTICE_FAILED, Origin.SERVER)
                .by(notice.principal())
                .in(notice.session())
                .through(notice.client())
                .detail("attempts", notice.attempt()));
  }

  /** Lets deliveries under way end; the rest are claimed again. */
  @Override
  public void close() {
    deliveries.shutdown();
    try {
      if (!deliveries.awaitTermination(6, TimeUnit.SECONDS)) {
        deliveries.shutdownNow();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
