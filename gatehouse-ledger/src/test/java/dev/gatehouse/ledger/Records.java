package dev.gatehouse.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/** Records for tests: a plain one, and any number drawn from a seed. */
final class Records {
  static final UUID ID = UUID.fromString("019b7c1e-5d0e-7c3a-9f10-000000000001");
  static final UUID TENANT = UUID.fromString("6f1d2a3b-4c5d-4e6f-8a9b-0c1d2e3f4a5b");
  static final UUID PERSON = UUID.fromString("a1b2c3d4-e5f6-7a8b-9c0d-1e2f3a4b5c6d");
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");

  private static final String[] HOSTILE = {
    "\r\n",
    "\u001b[2J",
    "\u2028",
    "\u2029",
    "${jndi:ldap://x.example/a}",
    "\0",
    "\"",
    "\\",
    "😀",
    "\ud800",
    "\udfff",
    "\uffff",
    "\ufdd0",
    "\ud83f\udfff",
    "\u009b",
    "\u202e",
    "<script>",
    "'; --",
    "é",
    "e\u0301",
    "\ufeff",
    "\u007f",
    "plain",
    "…[cut]",
    "%0d%0a",
    "=cmd()",
    "\\u0041",
    "{\"v\":1}"
  };

  private Records() {}

  static AuditRecord.Builder minimal() {
    return AuditRecord.builder(ID, TIME, "monitrax", TENANT, "session.signed_in", Outcome.SUCCESS);
  }

  static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** Text of hostile pieces and random code units, now and then longer than any limit. */
  static String hostile(Random random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(20) == 0 ? random.nextInt(3000) : random.nextInt(8);
    for (int i = 0; i < pieces; i++) {
      if (random.nextBoolean()) {
        text.append(oneOf(random, HOSTILE));
      } else {
        text.append((char) random.nextInt(0x10000));
      }
    }
    return text.toString();
  }

  static AuditRecord drawn(Random random) {
    UUID id =
        new UUID(
            (random.nextLong() & ~0xF000L) | 0x7000L,
            (random.nextLong() & ~(3L << 62)) | (2L << 62));
    Instant time =
        Instant.ofEpochSecond(random.nextLong(0, 253_402_300_800L), random.nextInt(1_000_000_000));
    Outcome outcome = oneOf(random, Outcome.values());
    AuditRecord.Builder record =
        AuditRecord.builder(id, time, "monitrax", uuid(random), "session.signed_in", outcome)
            .severity(oneOf(random, Severity.values()));
    maybe(random, record, it -> it.reason("password_wrong"));
    maybe(random, record, it -> it.principal(uuid(random)));
    maybe(random, record, it -> it.session(uuid(random)));
    maybe(random, record, it -> it.client(hostile(random)));
    maybe(random, record, it -> it.request(hostile(random)));
    maybe(random, record, it -> it.target("client", hostile(random)));
    int entries = random.nextInt(Metadata.MOST + 1);
    for (int i = 0; i < entries; i++) {
      record.metadata("k" + i, value(random));
    }
    maybe(
        random,
        record,
        it ->
            it.personal(
                KeyName.ofPerson(uuid(random)),
                PersonalBox.seal(
                    filled(32, 7), id, fields(random), filled(12, random.nextInt(256)))));
    return record.build();
  }

  static PersonalFields fields(Random random) {
    return PersonalFields.of(
        Map.of(
            PersonalFields.IP, "192.0.2.1",
            PersonalFields.USER_AGENT, hostile(random),
            PersonalFields.EMAIL, hostile(random)));
  }

  /** As much as personal fields can be asked to hold, each character an escape of six bytes. */
  static PersonalFields worstFields() {
    SortedMap<String, String> values = new TreeMap<>();
    for (int i = 0; i < PersonalFields.MOST; i++) {
      values.put("f".repeat(63) + (char) ('a' + i), "\u0001".repeat(100_000));
    }
    return new PersonalFields(values);
  }

  private static UUID uuid(Random random) {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private static Metadata.Value value(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Metadata.Value.of(random.nextLong());
      case 1 -> Metadata.Value.of(random.nextLong() >> random.nextInt(64));
      case 2 -> Metadata.Value.of(random.nextBoolean());
      default -> Metadata.Value.of(hostile(random));
    };
  }

  private static <T> T oneOf(Random random, T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static void maybe(
      Random random, AuditRecord.Builder record, Consumer<AuditRecord.Builder> part) {
    if (random.nextBoolean()) {
      part.accept(record);
    }
  }
}
