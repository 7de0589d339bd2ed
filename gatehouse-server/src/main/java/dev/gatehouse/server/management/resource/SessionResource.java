package dev.gatehouse.server.management.resource;

import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.management.Endpoint;
import dev.gatehouse.server.management.Operation;
import dev.gatehouse.server.management.Result;
import dev.gatehouse.server.management.Schema;
import dev.gatehouse.server.management.Schema.Fields;
import dev.gatehouse.server.realm.ManagementAct;
import dev.gatehouse.server.session.MemberSession;
import dev.gatehouse.server.session.Sessions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code /api/sessions}: where members are signed in. */
public final class SessionResource {
  private static final String ENDED = "ended_by_administrator";
  private static final String MEMBER = "principal";

  private static final Fields SESSION =
      Fields.named("Session")
          .with("id", Schema.id(), "which session")
          .with(MEMBER, Schema.id(), "the member who is signed in")
          .with("user_agent", Schema.text(1024), "the browser, as it named itself")
          .with("ip", Schema.text(64), "where it was last used from")
          .with("signed_in_at", Schema.time(), "when the member last proved who they are")
          .with("seen_at", Schema.time(), "when it was last used, to the minute")
          .with("risk", Schema.words("low", "medium", "high"), "how it looks");

  private final Sessions sessions;

  public SessionResource(Sessions sessions) {
    this.sessions = sessions;
  }

  /** {@code GET /api/sessions}. */
  public Endpoint list() {
    return new Endpoint.Read(
        Operation.read("listSessions", "List who is signed in", ManagementAct.SESSION_READ)
            .filteredBy(MEMBER, Schema.id(), "of this member alone")
            .lists(SESSION),
        (tx, caller, request) ->
            Result.page(
                sessions.ofTenant(
                    tx,
                    request.idFilter(MEMBER).map(PrincipalId::new),
                    request.slice().position().map(UUID::fromString).map(SessionId::new),
                    request.slice().oneMore()),
                request.slice(),
                SessionResource::written,
                session -> session.entry().id().toString()));
  }

  /** {@code DELETE /api/sessions/{id}}: the session ends, and every token that came of it. */
  public Endpoint end() {
    return new Endpoint.Write(
        Operation.write("endSession", "Sign a member out", ManagementAct.SESSION_END),
        EventType.SESSION_REVOKED,
        request -> {
          UUID id = request.id("id", Reason.SESSION_UNKNOWN);
          return (tx, caller, attempt) -> {
            attempt.on("session", id.toString());
            Optional<PrincipalId> member = sessions.end(tx, new SessionId(id), ENDED);
            if (member.isEmpty()) {
              throw Refusal.of(Reason.SESSION_UNKNOWN);
            }
            attempt.detail("member", member.get().toString());
            return Result.nothing();
          };
        });
  }

  private static Map<String, Object> written(MemberSession session) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", session.entry().id().toString());
    shown.put(MEMBER, session.principal().toString());
    shown.put("user_agent", session.entry().userAgent());
    shown.put("ip", session.entry().address());
    shown.put("signed_in_at", session.entry().authTime().toString());
    shown.put("seen_at", session.entry().seenAt().toString());
    shown.put("risk", session.entry().risk().name().toLowerCase(Locale.ROOT));
    return shown;
  }
}
