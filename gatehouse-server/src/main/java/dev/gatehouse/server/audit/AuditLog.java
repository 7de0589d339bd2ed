package dev.gatehouse.server.audit;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.Outcome;
import dev.gatehouse.ledger.PersonalBox;
import dev.gatehouse.ledger.PersonalFields;
import dev.gatehouse.ledger.RecordFormat;
import dev.gatehouse.ledger.Severity;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.storage.Tx;
import java.util.Optional;
import java.util.UUID;

/**
 * Where acts are recorded. An act takes an {@link Attempt}, runs in a transaction with it, and ends
 * in one record there: no record, no act.
 */
public final class AuditLog {
  private final AuditStore store;
  private final PersonalKeys keys;
  private final Csprng random;

  public AuditLog(Envelope envelope, Csprng random) {
    this(new JdbcAuditStore(), envelope, random);
  }

  AuditLog(AuditStore store, Envelope envelope, Csprng random) {
    this.store = store;
    this.keys = new PersonalKeys(store, envelope, random);
    this.random = random;
  }

  /** Begins an act. */
  public Attempt attempt(EventType type, Origin origin) {
    return new Attempt(this, type, origin);
  }

  AuditStore store() {
    return store;
  }

  PersonalKeys keys() {
    return keys;
  }

  /** Appends the record of the attempt to the log of the transaction's tenant. */
  void append(Tx tx, Attempt attempt, Outcome outcome, Optional<Reason> reason) {
    UUID id = random.uuidV7(tx.now());
    AuditRecord.Builder record =
        AuditRecord.builder(
                id, tx.now(), tx.realm().value(), tx.tenant().value(), attempt.type().id(), outcome)
            .severity(severity(attempt, outcome, reason))
            .request(attempt.origin().requestId());
    reason.ifPresent(why -> record.reason(why.id()));
    attempt.principal().ifPresent(who -> record.principal(who.value()));
    attempt.client().ifPresent(client -> record.client(client.value()));
    attempt.session().ifPresent(session -> record.session(session.value()));
    attempt.target().ifPresent(target -> record.target(target.type(), target.id()));
    attempt.details().forEach(record::metadata);
    if (!attempt.personal().isEmpty()) {
      SealingKey key = SealingKey.of(tx.tenant(), attempt.principal(), tx.now());
      byte[] nonce = random.bytes(PersonalBox.NONCE_BYTES);
      PersonalFields fields = PersonalFields.of(attempt.personal());
      record.personal(key.name(), PersonalBox.seal(keys.forSealing(tx, key), id, fields, nonce));
    }
    store.append(tx, id, RecordFormat.write(record.build()));
  }

  private static Severity severity(Attempt attempt, Outcome outcome, Optional<Reason> reason) {
    if (outcome == Outcome.SUCCESS) {
      return attempt.type().severity();
    }
    boolean attack = reason.filter(AuditLog::betraysTheft).isPresent();
    return attack ? Severity.HIGH : Severity.WARN;
  }

  /** Reasons that an honest client has none of: somebody holds a copy. */
  private static boolean betraysTheft(Reason reason) {
    return reason == Reason.REFRESH_REUSED || reason == Reason.CODE_REPLAYED;
  }
}
