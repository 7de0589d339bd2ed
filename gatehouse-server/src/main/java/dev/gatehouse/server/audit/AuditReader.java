package dev.gatehouse.server.audit;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.BoxRefused;
import dev.gatehouse.ledger.MalformedRecord;
import dev.gatehouse.ledger.PersonalReading;
import dev.gatehouse.ledger.RecordFormat;
import dev.gatehouse.ledger.SealedPersonal;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.Tx;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads logs, each in the order of its records, through the same walls as every request. */
public final class AuditReader {
  private final Transactions transactions;
  private final AuditStore store = new JdbcAuditStore();
  private final PersonalKeys keys;

  public AuditReader(Transactions transactions, Envelope envelope, Csprng random) {
    this.transactions = transactions;
    this.keys = new PersonalKeys(store, envelope, random);
  }

  /** The first records after the position, or of all where there is none. */
  public List<LoggedRecord> after(LogName log, Optional<LogPosition> position, int limit) {
    return read(log, tx -> store.after(tx, position, limit));
  }

  /** The last records, oldest first. */
  public List<LoggedRecord> last(LogName log, int limit) {
    return read(log, tx -> store.last(tx, limit));
  }

  private List<LoggedRecord> read(LogName log, Function<Tx, List<AuditStore.Stored>> query) {
    try {
      return log.tenant().isPresent()
          ? transactions.readTenant(log.realm(), log.tenant().get(), tx -> opened(tx, query))
          : transactions.readRealm(log.realm(), tx -> opened(tx, query));
    } catch (Refusal impossible) {
      throw new IllegalStateException("reading a log refuses nothing", impossible);
    }
  }

  private List<LoggedRecord> opened(Tx tx, Function<Tx, List<AuditStore.Stored>> query) {
    return query.apply(tx).stream().map(stored -> opened(tx, stored)).toList();
  }

  private LoggedRecord opened(Tx tx, AuditStore.Stored stored) {
    try {
      AuditRecord record = RecordFormat.read(stored.bytes());
      return new LoggedRecord(stored.position(), stored.bytes(), record, personal(tx, record));
    } catch (MalformedRecord changed) {
      throw new IllegalStateException(
          "the record " + stored.position().recordId() + " is not as it was written", changed);
    }
  }

  private PersonalReading personal(Tx tx, AuditRecord record) {
    if (record.personal().isEmpty()) {
      return new PersonalReading.Absent();
    }
    SealedPersonal sealed = record.personal().get();
    Optional<byte[]> key =
        SealingKey.of(tx.tenant(), sealed.key()).flatMap(name -> keys.find(tx, name));
    if (key.isEmpty()) {
      return new PersonalReading.Erased(sealed.key());
    }
    try {
      return new PersonalReading.Opened(sealed.key(), sealed.box().open(key.get(), record.id()));
    } catch (BoxRefused changed) {
      return new PersonalReading.Refused(sealed.key(), changed);
    }
  }
}
