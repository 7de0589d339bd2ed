package dev.gatehouse.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One thing that happened, as the audit log keeps it: format v1. Made by {@link #builder}, which
 * keeps every text well-formed and cut to its limit, so that {@link RecordFormat#write} writes any
 * record there is, and reading it back gives an equal one.
 *
 * @param id UUID of version 7, given by the writer
 * @param time when, to the microsecond; finer parts are dropped; years 1970 to 9999
 * @param realm {@code [a-z][a-z0-9-]{0,62}}
 * @param tenant whose log this stands in; the realm's own tenant where no customer is known
 * @param type what happened, two to four words with dots such as {@code session.signed_in}, at most
 *     96 characters
 * @param outcome how it ended
 * @param severity how much attention it asks for
 * @param reason stable id of why it was refused or failed, {@code [a-z][a-z0-9_.-]{0,63}}
 * @param principal who acted, where known
 * @param client the OAuth client it came through, cut at {@value #LONGEST_CLIENT} characters
 * @param session the session it happened in
 * @param target what it was done to
 * @param request id of the request, cut at {@value #LONGEST_REQUEST} characters
 * @param metadata what else is worth saying; nothing personal
 * @param personal address, browser, e-mail and the like, encrypted
 */
public record AuditRecord(
    UUID id,
    Instant time,
    String realm,
    UUID tenant,
    String type,
    Outcome outcome,
    Severity severity,
    Optional<String> reason,
    Optional<UUID> principal,
    Optional<String> client,
    Optional<UUID> session,
    Optional<Target> target,
    Optional<String> request,
    Metadata metadata,
    Optional<SealedPersonal> personal) {
  /** The longest client, in UTF-16 code units. */
  public static final int LONGEST_CLIENT = 256;

  /** The longest request id, in UTF-16 code units. */
  public static final int LONGEST_REQUEST = 128;

  /**
   * Checks shapes, cuts texts.
   *
   * @throws IllegalArgumentException for an id, time, realm, type or reason of another shape
   */
  public AuditRecord {
    Shape.recordId(id);
    time = Shape.time(time);
    Shape.realm(realm);
    Shape.type(type);
    reason.ifPresent(Shape::reason);
    client = client.map(text -> Text.kept(text, LONGEST_CLIENT));
    request = request.map(text -> Text.kept(text, LONGEST_REQUEST));
  }

  /** Begins a record with what each one has; its severity is {@link Severity#INFO} until set. */
  public static Builder builder(
      UUID id, Instant time, String realm, UUID tenant, String type, Outcome outcome) {
    return new Builder(id, time, realm, tenant, type, outcome);
  }

  /** Id, type and outcome: nothing a stranger wrote, so it may stand in any log line. */
  @Override
  public String toString() {
    return "AuditRecord[" + id + " " + type + " " + outcome.wire() + "]";
  }

  /** Collects the parts of one record; for one thread and one record. */
  public static final class Builder {
    private final UUID id;
    private final Instant time;
    private final String realm;
    private final UUID tenant;
    private final String type;
    private final Outcome outcome;
    private final SortedMap<String, Metadata.Value> metadata = new TreeMap<>();
    private Severity severity = Severity.INFO;
    private Optional<String> reason = Optional.empty();
    private Optional<UUID> principal = Optional.empty();
    private Optional<String> client = Optional.empty();
    private Optional<UUID> session = Optional.empty();
    private Optional<Target> target = Optional.empty();
    private Optional<String> request = Optional.empty();
    private Optional<SealedPersonal> personal = Optional.empty();

    Builder(UUID id, Instant time, String realm, UUID tenant, String type, Outcome outcome) {
      this.id = id;
      this.time = time;
      this.realm = realm;
      this.tenant = tenant;
      this.type = type;
      this.outcome = outcome;
    }

    public Builder severity(Severity severity) {
      this.severity = severity;
      return this;
    }

    public Builder reason(String reason) {
      this.reason = Optional.of(reason);
      return this;
    }

    public Builder principal(UUID principal) {
      this.principal = Optional.of(principal);
      return this;
    }

    public Builder client(String client) {
      this.client = Optional.of(client);
      return this;
    }

    public Builder session(UUID session) {
      this.session = Optional.of(session);
      return this;
    }

    public Builder target(String type, String id) {
      this.target = Optional.of(new Target(type, id));
      return this;
    }

    public Builder request(String request) {
      this.request = Optional.of(request);
      return this;
    }

    /** Adds a metadata entry; a name given twice is a bug and throws. */
    public Builder metadata(String name, String text) {
      return metadata(name, Metadata.Value.of(text));
    }

    /** Adds a metadata entry; a name given twice is a bug and throws. */
    public Builder metadata(String name, long number) {
      return metadata(name, Metadata.Value.of(number));
    }

    /** Adds a metadata entry; a name given twice is a bug and throws. */
    public Builder metadata(String name, boolean flag) {
      return metadata(name, Metadata.Value.of(flag));
    }

    /** Adds a metadata entry; a name given twice is a bug and throws. */
    public Builder metadata(String name, Metadata.Value value) {
      if (metadata.putIfAbsent(name, value) != null) {
        throw new IllegalArgumentException("metadata " + Text.quoted(name) + " is given twice");
      }
      return this;
    }

    /** Adds personal fields, sealed for this record's id under the key of that name. */
    public Builder personal(KeyName key, PersonalBox box) {
      this.personal = Optional.of(new SealedPersonal(key, box));
      return this;
    }

    /**
     * The record.
     *
     * @throws IllegalArgumentException as {@link AuditRecord} and {@link Metadata} say
     */
    public AuditRecord build() {
      return new AuditRecord(
          id,
          time,
          realm,
          tenant,
          type,
          outcome,
          severity,
          reason,
          principal,
          client,
          session,
          target,
          request,
          new Metadata(metadata),
          personal);
    }
  }
}
