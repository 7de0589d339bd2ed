package dev.gatehouse.server.management.resource;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.Metadata;
import dev.gatehouse.ledger.PersonalReading;
import dev.gatehouse.server.audit.AuditReader;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.audit.LogPosition;
import dev.gatehouse.server.audit.LoggedRecord;
import dev.gatehouse.server.management.ApiRequest;
import dev.gatehouse.server.management.Caller;
import dev.gatehouse.server.management.Endpoint;
import dev.gatehouse.server.management.Operation;
import dev.gatehouse.server.management.Result;
import dev.gatehouse.server.management.Schema;
import dev.gatehouse.server.management.Schema.Fields;
import dev.gatehouse.server.realm.ManagementAct;
import dev.gatehouse.server.storage.TenantTx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code /api/audit}: what happened in the organisation, newest first. */
public final class AuditResource {
  private static final String TYPE = "type";
  private static final String PRINCIPAL = "principal";

  private static final Fields RECORD =
      Fields.named("Record")
          .with("id", Schema.id(), "which record")
          .with("time", Schema.time(), "when it happened")
          .with(TYPE, Schema.text(128), "what happened, such as session.signed_in")
          .with("outcome", Schema.words("success", "refused", "failed"), "how it ended")
          .with("severity", Schema.words("info", "notice", "warn", "high"), "how much it matters")
          .maybe("reason", Schema.text(128), "why it did not succeed")
          .maybe(PRINCIPAL, Schema.id(), "who did it")
          .maybe("client", Schema.text(256), "through which application")
          .maybe("session", Schema.id(), "in which session")
          .maybe(
              "target",
              Fields.named("")
                  .with("type", Schema.text(128), "what kind of thing")
                  .with("id", Schema.text(1024), "which"),
              "what it was done to")
          .maybe("request", Schema.text(128), "the X-Request-Id of the request that caused it")
          .with("details", new Schema.Named(new Schema.Scalar()), "what else it says")
          .with(
              "personal_state",
              Schema.words("absent", "closed", "erased", "opened", "broken"),
              "what became of what it says about persons")
          .with(
              "personal",
              new Schema.Named(Schema.text(1024)),
              "what it says about persons; empty unless opened");

  private final AuditReader log;

  public AuditResource(AuditReader log) {
    this.log = log;
  }

  /** {@code GET /api/audit}. */
  public Endpoint list() {
    Operation operation =
        Operation.read(
                "listRecords",
                "List what happened, newest first; a page may have less than was asked for, even"
                    + " nothing, and go on",
                ManagementAct.AUDIT_READ)
            .filteredBy(TYPE, new Schema.Text(1, 128, "[a-z0-9_.]+"), "of this type alone")
            .filteredBy(PRINCIPAL, Schema.id(), "what this one did")
            .lists(RECORD);
    return new Endpoint.Read(operation, Optional.of(EventType.AUDIT_READ), request -> this::page);
  }

  private Result page(TenantTx tx, Caller caller, ApiRequest request) {
    Optional<String> type = request.filter(TYPE);
    Optional<UUID> principal = request.idFilter(PRINCIPAL);
    AuditReader.Found found =
        log.search(
            tx,
            new AuditReader.Search(
                request.slice().position().map(AuditResource::position),
                request.slice().limit(),
                record ->
                    type.map(record.type()::equals).orElse(true)
                        && (principal.isEmpty() || record.principal().equals(principal)),
                caller.may(ManagementAct.AUDIT_READ_PERSONAL)));
    return Result.page(
        found.records().stream().map(AuditResource::written).toList(),
        found.next().map(AuditResource::text));
  }

  private static String text(LogPosition position) {
    return position.recordedAt() + " " + position.recordId();
  }

  private static LogPosition position(String text) {
    String[] parts = text.split(" ", 2);
    return new LogPosition(Instant.parse(parts[0]), UUID.fromString(parts[1]));
  }

  private static Map<String, Object> written(LoggedRecord logged) {
    AuditRecord record = logged.record();
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", record.id().toString());
    shown.put("time", record.time().toString());
    shown.put(TYPE, record.type());
    shown.put("outcome", record.outcome().wire());
    shown.put("severity", record.severity().wire());
    record.reason().ifPresent(reason -> shown.put("reason", reason));
    record.principal().ifPresent(who -> shown.put(PRINCIPAL, who.toString()));
    record.client().ifPresent(client -> shown.put("client", client));
    record.session().ifPresent(session -> shown.put("session", session.toString()));
    record
        .target()
        .ifPresent(target -> shown.put("target", Map.of("type", target.type(), "id", target.id())));
    record.request().ifPresent(request -> shown.put("request", request));
    Map<String, Object> details = new LinkedHashMap<>();
    record.metadata().entries().forEach((name, value) -> details.put(name, plain(value)));
    shown.put("details", details);
    shown.put("personal_state", state(logged.personal()));
    shown.put(
        "personal",
        logged.personal() instanceof PersonalReading.Opened opened
            ? opened.fields().values()
            : Map.of());
    return shown;
  }

  private static Object plain(Metadata.Value value) {
    return switch (value) {
      case Metadata.Value.OfText(String text) -> text;
      case Metadata.Value.OfInteger(long number) -> number;
      case Metadata.Value.OfBoolean(boolean flag) -> flag;
    };
  }

  private static String state(PersonalReading reading) {
    return switch (reading) {
      case PersonalReading.Absent _ -> "absent";
      case PersonalReading.Closed _ -> "closed";
      case PersonalReading.Erased _ -> "erased";
      case PersonalReading.Opened _ -> "opened";
      case PersonalReading.Refused _ -> "broken";
    };
  }
}
