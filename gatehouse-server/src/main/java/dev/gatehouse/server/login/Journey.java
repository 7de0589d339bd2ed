package dev.gatehouse.server.login;

import dev.gatehouse.server.kernel.SessionId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A sign-in under way.
 *
 * @param request the authorization request to go on with, by parameter; empty: to the account
 * @param page the page it leads back to where there is no request; absent: the account
 * @param organisation the tenant entry it came through, as a slug
 * @param session the session it goes on with, from {@link Step#SIGNED_IN} on; nobody else's may
 * @param signedInAt when the person proved who they are in this very journey; absent when they were
 *     signed in before
 */
public record Journey(
    JourneyId id,
    Step step,
    Map<String, String> request,
    Optional<OwnPath> page,
    Optional<String> organisation,
    Optional<SessionId> session,
    Instant startedAt,
    Optional<Instant> signedInAt) {
  public Journey {
    request = Map.copyOf(request);
  }

  /** How far it is; each is reached only from the one before. */
  public enum Step {
    /** Nobody has signed in yet. */
    SIGN_IN,
    /** Somebody has; what they came for is next. */
    SIGNED_IN;

    String stored() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Step read(String stored) {
      return valueOf(stored.toUpperCase(Locale.ROOT));
    }
  }

  /** Where it goes on after the sign-in: a path of the realm that the sender had no part in. */
  String continuation() {
    return request.isEmpty()
        ? page.map(OwnPath::text).orElse("/account")
        : "/oauth2/authorize/resume?journey=" + id;
  }

  /** Whether something waits at its end, so that it is worth coming back to. */
  boolean isAwaited() {
    return !request.isEmpty() || page.isPresent();
  }

  Journey at(Step next, SessionId of, Optional<Instant> provedAt) {
    return new Journey(id, next, request, page, organisation, Optional.of(of), startedAt, provedAt);
  }
}
