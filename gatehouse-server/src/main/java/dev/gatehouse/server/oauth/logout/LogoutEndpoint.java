package dev.gatehouse.server.oauth.logout;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.posted.PostedRequests;
import dev.gatehouse.server.oauth.posted.PostedRequests.Endpoint;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.session.SessionCookie;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.storage.Transactions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /oauth2/logout}: an application has its person signed out (OpenID Connect RP-Initiated
 * Logout). Who sends an ID token of this very session is believed; anybody else could have sent the
 * browser here, so the person is asked.
 */
public final class LogoutEndpoint {
  private static final String HERE = "/oauth2/logout";
  private static final List<String> KNOWN =
      List.of(
          "id_token_hint",
          "client_id",
          "post_logout_redirect_uri",
          "state",
          "logout_hint",
          "ui_locales");
  private static final Set<String> FIELDS =
      Set.of(CsrfGuard.FIELD, "client_id", "post_logout_redirect_uri", "state");

  private final LogoutRequests requests;
  private final PostedRequests posted;
  private final Transactions transactions;
  private final AuditLog audit;
  private final Sessions sessions;
  private final SessionGate gate;
  private final LogoutPages pages;

  /** How requests are read. */
  record Requests(LogoutRequests verified, PostedRequests posted) {}

  LogoutEndpoint(
      Requests requests,
      Transactions transactions,
      AuditLog audit,
      Sessions sessions,
      SessionGate gate,
      LogoutPages pages) {
    this.requests = requests.verified();
    this.posted = requests.posted();
    this.transactions = transactions;
    this.audit = audit;
    this.sessions = sessions;
    this.gate = gate;
    this.pages = pages;
  }

  /** {@code GET} and {@code POST}: what the application asks for. */
  public Answer ask(Exchange exchange) throws Refusal {
    return exchange.method() == Method.POST ? keep(exchange) : answer(exchange);
  }

  /** Nothing is kept that would be refused. */
  private Answer keep(Exchange exchange) throws Refusal {
    requests.verify(exchange, exchange.form());
    Map<String, String> known = new HashMap<>();
    for (String name : KNOWN) {
      exchange.form().find(name).ifPresent(value -> known.put(name, value));
    }
    return posted.keep(exchange, Endpoint.LOGOUT, known);
  }

  private Answer answer(Exchange exchange) throws Refusal {
    Optional<Map<String, String>> kept = posted.take(exchange, Endpoint.LOGOUT);
    LogoutRequest request =
        requests.verify(exchange, kept.isPresent() ? Parameters.of(kept.get()) : exchange.query());
    Optional<SignedIn> person = gate.peek(exchange);
    if (person.isPresent() && !request.names(person.get())) {
      return pages.confirm(exchange, request, person.get());
    }
    if (person.isPresent()) {
      end(exchange, request, person.get());
    }
    return onward(exchange, request);
  }

  /** {@code POST /confirm}: the person agreed, on our own page. */
  public Answer confirm(Exchange exchange) throws Refusal {
    pages.checkSite(exchange);
    LogoutRequest request = requests.verify(exchange, exchange.form().only(FIELDS));
    Optional<SignedIn> person = gate.peek(exchange);
    if (person.isPresent()) {
      pages.checkForm(exchange, person.get());
      end(exchange, request, person.get());
    }
    return onward(exchange, request);
  }

  /** {@code GET /done}: it is over. */
  public Answer done(Exchange exchange) throws Refusal {
    if (gate.peek(exchange).isPresent()) {
      return new Answer.SeeOther(exchange.site().uri("/sign-out"));
    }
    return pages.signedOut(exchange, requests.verify(exchange, exchange.query()));
  }

  private void end(Exchange exchange, LogoutRequest request, SignedIn person) throws Refusal {
    Attempt attempt =
        audit
            .attempt(EventType.SIGNED_OUT, exchange.origin())
            .by(person.principal())
            .in(person.id())
            .detail("by_id_token", request.names(person));
    request.client().map(Client::id).ifPresent(attempt::through);
    transactions.inTenant(
        exchange.realm(),
        person.tenant(),
        attempt,
        tx -> {
          boolean ended = sessions.end(tx, person.principal(), person.id(), "signed_out");
          attempt.succeeded(tx);
          return ended;
        });
    SessionCookie.clear(exchange);
    Browser.forget(exchange);
  }

  private static Answer onward(Exchange exchange, LogoutRequest request) {
    Optional<URI> target = request.target();
    if (target.isPresent()) {
      return new Answer.SeeOther(target.get());
    }
    String of =
        request
            .client()
            .map(it -> "?client_id=" + URLEncoder.encode(it.id().value(), StandardCharsets.UTF_8))
            .orElse("");
    return new Answer.SeeOther(exchange.site().uri(HERE + "/done" + of));
  }
}
