package dev.gatehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.KeyName;
import dev.gatehouse.ledger.Outcome;
import dev.gatehouse.ledger.PersonalFields;
import dev.gatehouse.ledger.PersonalReading;
import dev.gatehouse.ledger.Severity;
import dev.gatehouse.server.audit.LogPosition;
import dev.gatehouse.server.audit.LoggedRecord;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A record on one line. */
class AuditLineTest {
  private static final UUID ID = UUID.fromString("01980000-0000-7000-8000-000000000001");
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");

  @Test
  void line_saysWhenWhereWhatAndWho() {
    AuditRecord record =
        AuditRecord.builder(ID, TIME, "monitrax", ID, "session.signed_in", Outcome.SUCCESS)
            .severity(Severity.INFO)
            .client("monitrax-spa")
            .metadata("attempts", 2)
            .build();
    assertThat(AuditLine.of("monitrax/acme", logged(record, opened("ada@example.com"))))
        .isEqualTo(
            "2026-01-02 03:04:05.678Z  monitrax/acme            session.signed_in        info   ok"
                + "  client=monitrax-spa  attempts=2  email=ada@example.com");
  }

  @Test
  void line_ofRefusal_namesTheReason() {
    AuditRecord record =
        AuditRecord.builder(ID, TIME, "monitrax", ID, "session.signed_in", Outcome.REFUSED)
            .severity(Severity.WARN)
            .reason("password_wrong")
            .build();
    assertThat(AuditLine.of("monitrax", logged(record, new PersonalReading.Absent())))
        .endsWith("warn   " + Outcome.REFUSED.wire() + " (password_wrong)");
  }

  @Test
  void whatStrangersWrote_movesNoCursor() {
    AuditRecord record =
        AuditRecord.builder(ID, TIME, "monitrax", ID, "session.signed_in", Outcome.SUCCESS).build();
    String line = AuditLine.of("m", logged(record, opened("\u001b[2Jx\n\u202egnihsihp\u2028")));
    assertThat(line).endsWith("email=·[2Jx··gnihsihp·").doesNotContain("\n", "\u001b", "\u202e");
  }

  @Test
  void erasedPerson_isSaid() {
    AuditRecord record =
        AuditRecord.builder(ID, TIME, "monitrax", ID, "session.signed_in", Outcome.SUCCESS).build();
    KeyName key = KeyName.ofPerson(ID);
    assertThat(AuditLine.of("m", logged(record, new PersonalReading.Erased(key))))
        .endsWith("[personal fields erased]");
  }

  private static PersonalReading opened(String email) {
    return new PersonalReading.Opened(
        KeyName.ofPerson(ID), PersonalFields.of(Map.of("email", email)));
  }

  private static LoggedRecord logged(AuditRecord record, PersonalReading personal) {
    return new LoggedRecord(new LogPosition(TIME, ID), new byte[0], record, personal);
  }
}
