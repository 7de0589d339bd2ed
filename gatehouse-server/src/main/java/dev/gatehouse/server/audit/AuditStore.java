package dev.gatehouse.server.audit;

import dev.gatehouse.server.storage.Tx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where records are kept: appended and read, never changed. */
interface AuditStore {
  /** A record as it is stored. */
  record Stored(LogPosition position, byte[] bytes) {}

  /**
   * Appends, with the commit of the transaction.
   *
   * @param bytes the exact canonical bytes of the record
   */
  void append(Tx tx, UUID recordId, byte[] bytes);

  /** The records after the position, oldest first. */
  List<Stored> after(Tx tx, Optional<LogPosition> position, int limit);

  /** The records before the position, newest first. */
  List<Stored> before(Tx tx, Optional<LogPosition> position, int limit);

  /** The last records, oldest first. */
  List<Stored> last(Tx tx, int limit);

  /** The stored, sealed key of that name, locked against nothing. */
  Optional<byte[]> sealedKey(Tx tx, SealingKey name);

  /** Stores the key unless one is there. */
  void storeKey(Tx tx, SealingKey name, byte[] sealed);
}
