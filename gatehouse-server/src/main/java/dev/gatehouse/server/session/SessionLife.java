package dev.gatehouse.server.session;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.realm.SessionRules;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * How long a session lives: without a request of its person, and altogether. It ends by time, not
 * by a job that cleans up.
 */
public record SessionLife(Duration idle, Duration absolute) {

  /** The lives that realms set. */
  @FunctionalInterface
  public interface Rules {
    /** Those of the realm files: the shorter ones for the people who run Gatehouse itself. */
    static Rules of(Function<RealmId, Realm> realms) {
      return id -> {
        SessionRules rules = realms.apply(id).sessions();
        return id.equals(RealmCatalog.OPERATORS)
            ? new SessionLife(rules.adminIdle(), rules.adminAbsolute())
            : new SessionLife(rules.idle(), rules.absolute());
      };
    }

    SessionLife of(RealmId realm);
  }

  /** When a session seen now ends if nothing more is heard; never after its absolute end. */
  Instant idleEnd(Instant now, Instant absoluteEnd) {
    Instant idleEnd = now.plus(idle);
    return idleEnd.isBefore(absoluteEnd) ? idleEnd : absoluteEnd;
  }
}
