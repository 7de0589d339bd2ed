package dev.gatehouse.server.audit;

import dev.gatehouse.ledger.Metadata;
import dev.gatehouse.ledger.Outcome;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.Tx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One act under way, and what is known of it so far. It ends in exactly one record: {@link
 * #succeeded} appends it in the act's transaction, a refusal appends it after the effects are
 * undone. Used by one thread, for one transaction.
 */
public final class Attempt implements Attempted {
  private final AuditLog log;
  private final EventType type;
  private final Origin origin;
  private final Map<String, Metadata.Value> details = new LinkedHashMap<>();
  private final Map<String, String> personal = new LinkedHashMap<>();
  private Optional<PrincipalId> principal = Optional.empty();
  private Optional<ClientId> client = Optional.empty();
  private Optional<SessionId> session = Optional.empty();
  private Optional<Target> target = Optional.empty();
  private boolean authenticated;
  private boolean ended;

  Attempt(AuditLog log, EventType type, Origin origin) {
    this.log = log;
    this.type = type;
    this.origin = origin;
    personally("ip", origin.address());
    personally("user_agent", origin.userAgent());
  }

  /** What the act was done to. */
  record Target(String type, String id) {}

  /** Who acts, as soon as that is known. Personal fields are sealed under this person's key. */
  public Attempt by(PrincipalId who) {
    principal = Optional.of(who);
    authenticated = true;
    return this;
  }

  /** Through which application. */
  public Attempt through(ClientId application) {
    client = Optional.of(application);
    return this;
  }

  /** Through an application that proved by a secret who it is. */
  public Attempt throughAuthenticated(ClientId application) {
    authenticated = true;
    return through(application);
  }

  /** Whether a refusal for this reason leaves a record of its own; else the pipeline counts it. */
  public boolean records(Reason reason) {
    return switch (reason.recording()) {
      case EACH -> true;
      case AUTHENTICATED -> authenticated;
      case COUNTED, NONE -> false;
    };
  }

  /** In which session. */
  public Attempt in(SessionId id) {
    session = Optional.of(id);
    return this;
  }

  /** On what. */
  public Attempt on(String targetType, String id) {
    target = Optional.of(new Target(targetType, id));
    return this;
  }

  /** A detail that says nothing personal. */
  public Attempt detail(String name, String text) {
    details.put(name, Metadata.Value.of(text));
    return this;
  }

  /** A detail that is a whole number. */
  public Attempt detail(String name, long number) {
    details.put(name, Metadata.Value.of(number));
    return this;
  }

  /** A detail that is true or false. */
  public Attempt detail(String name, boolean flag) {
    details.put(name, Metadata.Value.of(flag));
    return this;
  }

  /** A detail about a person, sealed: an address, a name. Empty text is left out. */
  public Attempt personally(String name, String value) {
    if (!value.isEmpty()) {
      personal.put(name, value);
    }
    return this;
  }

  /** Appends the record of success; the act commits with it or not at all. */
  public void succeeded(Tx tx) {
    end();
    log.append(tx, this, Outcome.SUCCESS, Optional.empty());
  }

  @Override
  public boolean refused(Tx tx, Refusal refusal) {
    // a success already appended was an effect's companion and went with the savepoint, or nothing
    // was
    ended = true;
    if (!records(refusal.reason())) {
      return false;
    }
    log.append(tx, this, outcome(refusal), Optional.of(refusal.reason()));
    return true;
  }

  /** A sign-in or an authentication that was wrong failed; anything else was refused. */
  private static Outcome outcome(Refusal refusal) {
    return switch (refusal.code()) {
      case SIGN_IN_FAILED, INVALID_CLIENT -> Outcome.FAILED;
      default -> Outcome.REFUSED;
    };
  }

  @Override
  public void beforeCommit() {
    if (!ended) {
      throw new IllegalStateException("an act without its record: " + type.id());
    }
  }

  @Override
  public Runnable restorePoint() {
    Map<String, Metadata.Value> detailsThen = new LinkedHashMap<>(details);
    Map<String, String> personalThen = new LinkedHashMap<>(personal);
    Optional<PrincipalId> principalThen = principal;
    Optional<ClientId> clientThen = client;
    Optional<SessionId> sessionThen = session;
    Optional<Target> targetThen = target;
    boolean authenticatedThen = authenticated;
    boolean endedThen = ended;
    return () -> {
      details.clear();
      details.putAll(detailsThen);
      personal.clear();
      personal.putAll(personalThen);
      principal = principalThen;
      client = clientThen;
      session = sessionThen;
      target = targetThen;
      authenticated = authenticatedThen;
      ended = endedThen;
    };
  }

  private void end() {
    if (ended) {
      throw new IllegalStateException("a second record of one act: " + type.id());
    }
    ended = true;
  }

  EventType type() {
    return type;
  }

  Origin origin() {
    return origin;
  }

  Optional<PrincipalId> principal() {
    return principal;
  }

  Optional<ClientId> client() {
    return client;
  }

  Optional<SessionId> session() {
    return session;
  }

  Optional<Target> target() {
    return target;
  }

  Map<String, Metadata.Value> details() {
    return details;
  }

  Map<String, String> personal() {
    return personal;
  }
}
