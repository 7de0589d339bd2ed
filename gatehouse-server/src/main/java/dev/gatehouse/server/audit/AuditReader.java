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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads logs, each in the order of its records, through the same walls as every request. */
public final class AuditReader {
  private static final int BATCH = 200;
  private static final int MOST_LOOKED_AT = 2000;

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

  /**
   * What is looked for in the log of a transaction's tenant.
   *
   * @param before the position to go on before; absent for the newest
   * @param limit how many at most
   * @param wanted which of them
   * @param open whether what they say about persons is opened
   */
  public record Search(
      Optional<LogPosition> before, int limit, Predicate<AuditRecord> wanted, boolean open) {}

  /**
   * What was found, newest first.
   *
   * @param next where to go on; absent at the beginning of the log
   */
  public record Found(List<LoggedRecord> records, Optional<LogPosition> next) {
    public Found {
      records = List.copyOf(records);
    }
  }

  /**
   * Searches the log of the transaction's tenant, newest first, and gives up after a number of
   * records: what is not found by then is found by going on.
   */
  public Found search(Tx tx, Search search) {
    List<LoggedRecord> found = new ArrayList<>();
    Optional<LogPosition> at = search.before();
    for (int looked = 0; looked < MOST_LOOKED_AT; ) {
      List<AuditStore.Stored> batch = store.before(tx, at, BATCH);
      for (AuditStore.Stored stored : batch) {
        looked++;
        at = Optional.of(stored.position());
        AuditRecord record = parsed(stored);
        if (search.wanted().test(record)) {
          found.add(logged(tx, stored, record, search.open()));
          if (found.size() == search.limit()) {
            return new Found(found, at);
          }
        }
      }
      if (batch.size() < BATCH) {
        return new Found(found, Optional.empty());
      }
    }
    return new Found(found, at);
  }

  private LoggedRecord logged(Tx tx, AuditStore.Stored stored, AuditRecord record, boolean open) {
    PersonalReading personal =
        open
            ? personal(tx, record)
            : record
                .personal()
                .<PersonalReading>map(sealed -> new PersonalReading.Closed(sealed.key()))
                .orElseGet(PersonalReading.Absent::new);
    return new LoggedRecord(stored.position(), stored.bytes(), record, personal);
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
    return logged(tx, stored, parsed(stored), true);
  }

  private static AuditRecord parsed(AuditStore.Stored stored) {
    try {
      return RecordFormat.read(stored.bytes());
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
