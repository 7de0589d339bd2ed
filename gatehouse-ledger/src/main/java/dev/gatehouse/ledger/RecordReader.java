package dev.gatehouse.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the members of one record in the order in which they must stand. */
final class RecordReader {
  private final CanonicalInput in;

  private @Nullable UUID id;
  private @Nullable Metadata metadata;
  private @Nullable Outcome outcome;
  private @Nullable String realm;
  private @Nullable Severity severity;
  private @Nullable UUID tenant;
  private @Nullable Instant time;
  private @Nullable String type;
  private @Nullable Integer version;
  private @Nullable PersonalBox box;
  private @Nullable KeyName key;
  private @Nullable String targetId;
  private @Nullable String targetType;
  private Optional<String> reason = Optional.empty();
  private Optional<UUID> principal = Optional.empty();
  private Optional<String> client = Optional.empty();
  private Optional<UUID> session = Optional.empty();
  private Optional<Target> target = Optional.empty();
  private Optional<String> request = Optional.empty();
  private Optional<SealedPersonal> personal = Optional.empty();

  RecordReader(CanonicalInput in) {
    this.in = in;
  }

  AuditRecord read() throws MalformedRecord {
    int end = in.object(this::member) - 1;
    in.end();
    required("v", version, end);
    return new AuditRecord(
        required("id", id, end),
        required("time", time, end),
        required("realm", realm, end),
        required("tenant", tenant, end),
        required("type", type, end),
        required("outcome", outcome, end),
        required("severity", severity, end),
        reason,
        principal,
        client,
        session,
        target,
        request,
        required("metadata", metadata, end),
        personal);
  }

  private void member(String name, int offset) throws MalformedRecord {
    switch (name) {
      case "client" -> client = Optional.of(in.string(AuditRecord.LONGEST_CLIENT));
      case "id" -> id = in.string(text -> Shape.recordId(Shape.uuid(text)));
      case "metadata" -> metadata = Metadata.read(in);
      case "outcome" -> outcome = in.string(Outcome::parse);
      case "personal" -> personal = Optional.of(personal());
      case "principal" -> principal = Optional.of(in.string(Shape::uuid));
      case "realm" -> realm = in.string(Shape::realm);
      case "reason" -> reason = Optional.of(in.string(Shape::reason));
      case "request" -> request = Optional.of(in.string(AuditRecord.LONGEST_REQUEST));
      case "session" -> session = Optional.of(in.string(Shape::uuid));
      case "severity" -> severity = in.string(Severity::parse);
      case "target" -> target = Optional.of(target());
      case "tenant" -> tenant = in.string(Shape::uuid);
      case "time" -> time = in.string(Shape::parseTime);
      case "type" -> type = in.string(Shape::type);
      case "v" -> version = version();
      default -> throw unknown(name, offset);
    }
  }

  private int version() throws MalformedRecord {
    int offset = in.offset();
    long given = in.integer();
    if (given != RecordFormat.VERSION) {
      throw new MalformedRecord(offset, "version " + given + " is not known here");
    }
    return RecordFormat.VERSION;
  }

  private SealedPersonal personal() throws MalformedRecord {
    int end =
        in.object((name, offset) -> {
          switch (name) {
            case "box" -> box = in.string(PersonalBox::ofBase64url);
            case "key" -> key = in.string(KeyName::new);
            default -> throw unknown(name, offset);
          }
        })
            - 1;
    return new SealedPersonal(required("key", key, end), required("box", box, end));
  }

  private Target target() throws MalformedRecord {
    int end =
        in.object((name, offset) -> {
          switch (name) {
            case "id" -> targetId = in.string(Target.LONGEST_ID);
            case "type" -> targetType = in.string(Shape::name);
            default -> throw unknown(name, offset);
          }
        })
            - 1;
    return new Target(required("type", targetType, end), required("id", targetId, end));
  }

  private static MalformedRecord unknown(String name, int offset) {
    return new MalformedRecord(offset, "member " + Text.quoted(name) + " is not known here");
  }

  private static <T> T required(String name, @Nullable T value, int end) throws MalformedRecord {
    if (value == null) {
      throw new MalformedRecord(end, "member \"" + name + "\" is missing");
    }
    return value;
  }
}
