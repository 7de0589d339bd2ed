package dev.gatehouse.server.audit;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.PersonalReading;

/**
 * A record as a log keeps it and as it reads.
 *
 * @param bytes the exact canonical bytes
 * @param personal what became of its personal fields
 */
public record LoggedRecord(
    LogPosition position, byte[] bytes, AuditRecord record, PersonalReading personal) {}
