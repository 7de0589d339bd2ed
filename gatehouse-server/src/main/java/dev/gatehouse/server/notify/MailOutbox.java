package dev.gatehouse.server.notify;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.storage.Tx;
import java.util.UUID;

/**
 * Takes mail in the transaction of the act that causes it: if the act is undone, nothing is sent,
 * and if it is done, the mail is not lost.
 */
public final class MailOutbox {
  private final OutboxStore store;
  private final MailSeal seal;
  private final Csprng random;

  public MailOutbox(Envelope envelope, Csprng random) {
    this(new JdbcOutboxStore(), envelope, random);
  }

  MailOutbox(OutboxStore store, Envelope envelope, Csprng random) {
    this.store = store;
    this.seal = new MailSeal(envelope);
    this.random = random;
  }

  /** Takes a mail, as an effect, into the tenant of the transaction. */
  public void enqueue(Tx tx, OutgoingMail mail) {
    UUID id = random.uuidV7(tx.now());
    store.insert(tx, id, mail.kind(), seal.seal(tx.tenant(), id, mail), mail.goodUntil());
  }
}
