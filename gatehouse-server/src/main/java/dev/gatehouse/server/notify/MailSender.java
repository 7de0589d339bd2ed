package dev.gatehouse.server.notify;

import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.SealBroken;
import dev.gatehouse.server.notify.MailQueueStore.Claimed;
import dev.gatehouse.server.notify.MailTransport.DeliveryFailure;
import dev.gatehouse.server.storage.WorkerTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox. A mail is claimed, delivered outside any transaction, and marked; what fails
 * is tried again later and later, until what it says is worth nothing any more. Any number of
 * servers may do this at once: a mail is sent twice only if a server dies between delivery and
 * mark.
 */
public final class MailSender {
  private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);

  /** Longer than a delivery can take with the transport's time limits. */
  static final Duration LEASE = Duration.ofMinutes(2);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final int MOST_AT_ONCE = 500;

  private final WorkerTransactions transactions;
  private final MailQueueStore queue = new JdbcMailQueueStore();
  private final MailTransport transport;
  private final MailSeal seal;
  private final Clock clock;
  private final DoubleSupplier chance;

  /**
   * @param transactions of the worker role
   * @param chance values from 0 to 1, which spread attempts out
   */
  public MailSender(
      WorkerTransactions transactions,
      MailTransport transport,
      Envelope envelope,
      Clock clock,
      DoubleSupplier chance) {
    this.transactions = transactions;
    this.transport = transport;
    this.seal = new MailSeal(envelope);
    this.clock = clock;
    this.chance = chance;
  }

  /**
   * Sends what is due.
   *
   * @return how many were sent
   */
  public int sendDue() {
    int expired = transactions.run(queue::giveUpExpired);
    if (expired > 0) {
      LOG.warn("{} mails were not sent in time", expired);
    }
    int sent = 0;
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      Optional<Claimed> claimed = transactions.run(tx -> queue.claim(tx, LEASE));
      if (claimed.isEmpty()) {
        break;
      }
      sent += send(claimed.get()) ? 1 : 0;
    }
    return sent;
  }

  private boolean send(Claimed mail) {
    try {
      OutgoingMail opened =
          seal.open(mail.tenant(), mail.id(), mail.sealed(), mail.kind(), mail.expiresAt());
      transport.deliver(mail.id(), opened);
    } catch (DeliveryFailure failure) {
      failed(mail, failure);
      return false;
    } catch (SealBroken broken) {
      LOG.error("mail {} can't be opened: {}", mail.id(), broken.getMessage());
      giveUp(mail, "seal broken");
      return false;
    }
    transactions.run(tx -> {
      queue.sent(tx, mail);
      return true;
    });
    return true;
  }

  private void failed(Claimed mail, DeliveryFailure failure) {
    LOG.warn("mail {} attempt {}: {}", mail.id(), mail.attempt(), failure.getMessage());
    String error = String.valueOf(failure.getMessage());
    Instant again = clock.instant().plus(waitAfter(mail.attempt()));
    if (failure.isPermanent() || !again.isBefore(mail.expiresAt())) {
      giveUp(mail, error);
      return;
    }
    transactions.run(tx -> {
      queue.retry(tx, mail, again, error);
      return true;
    });
  }

  private void giveUp(Claimed mail, String error) {
    transactions.run(tx -> {
      queue.giveUp(tx, mail, error);
      return true;
    });
  }

  /** Twice as long after each attempt, shortened by up to a half so that not all come at once. */
  Duration waitAfter(int attempt) {
    Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(attempt - 1, 10));
    Duration longest = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
    return longest.minus(
        Duration.ofMillis((long) (longest.toMillis() / 2.0 * chance.getAsDouble())));
  }
}
