package dev.gatehouse.ledger;

/**
 * Format v1: a record as its exact canonical bytes (RFC 8785), written in one way only and read
 * strictly. {@code docs/record-format.md} has the grammar.
 */
public final class RecordFormat {
  /** The version this class writes and reads. */
  public static final int VERSION = 1;

  /** The largest record, in bytes. */
  public static final int LARGEST = 64 * 1024;

  private RecordFormat() {}

  /** The record's canonical bytes, at most {@value #LARGEST}, without a newline. */
  public static byte[] write(AuditRecord record) {
    // RFC 8785 §3.2.3: the names stand in ascending order.
    CanonicalOutput out = new CanonicalOutput().open();
    record.client().ifPresent(client -> out.member("client", client));
    out.member("id", record.id().toString());
    record.metadata().write(out.name("metadata"));
    out.member("outcome", record.outcome().wire());
    record.personal().ifPresent(personal -> write(personal, out));
    record.principal().ifPresent(principal -> out.member("principal", principal.toString()));
    out.member("realm", record.realm());
    record.reason().ifPresent(reason -> out.member("reason", reason));
    record.request().ifPresent(request -> out.member("request", request));
    record.session().ifPresent(session -> out.member("session", session.toString()));
    out.member("severity", record.severity().wire());
    record.target().ifPresent(target -> write(target, out));
    out.member("tenant", record.tenant().toString());
    out.member("time", Shape.format(record.time()));
    out.member("type", record.type());
    out.member("v", VERSION);
    byte[] bytes = out.close().bytes();
    // INVARIANT: the limits of the parts add up to less, whatever the texts hold.
    if (bytes.length > LARGEST) {
      throw new IllegalStateException("a record of " + bytes.length + " bytes");
    }
    return bytes;
  }

  private static void write(SealedPersonal personal, CanonicalOutput out) {
    out.name("personal").open();
    out.member("box", personal.box().base64url());
    out.member("key", personal.key().value()).close();
  }

  private static void write(Target target, CanonicalOutput out) {
    out.name("target").open();
    out.member("id", target.id()).member("type", target.type()).close();
  }

  /**
   * Reads one record. Whatever is accepted, {@link #write} gives back byte for byte.
   *
   * @param bytes the record, without a newline
   * @throws MalformedRecord for anything but exactly the canonical bytes of one record
   */
  public static AuditRecord read(byte[] bytes) throws MalformedRecord {
    if (bytes.length > LARGEST) {
      throw new MalformedRecord(LARGEST, "the record is larger than " + LARGEST + " bytes");
    }
    return new RecordReader(new CanonicalInput(bytes)).read();
  }
}
