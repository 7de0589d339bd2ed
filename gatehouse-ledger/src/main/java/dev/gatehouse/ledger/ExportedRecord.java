package dev.gatehouse.ledger;

/**
 * One record of an export.
 *
 * @param line the line it stands on, counted from 1
 * @param record the record; its canonical bytes are {@link RecordFormat#write} of it
 * @param personal what became of its personal fields
 */
public record ExportedRecord(long line, AuditRecord record, PersonalReading personal) {}
