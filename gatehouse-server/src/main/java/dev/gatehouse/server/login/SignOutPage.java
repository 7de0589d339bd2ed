package dev.gatehouse.server.login;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.frame.PageFrames;
import dev.gatehouse.server.page.view.DoneView;
import dev.gatehouse.server.page.view.Page;
import dev.gatehouse.server.page.view.SignOutView;
import dev.gatehouse.server.session.SessionCookie;
import dev.gatehouse.server.session.SessionFrames;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.storage.Transactions;
import java.util.Optional;
import java.util.Set;

/** Asks whether to sign out, does it, and says so. */
public final class SignOutPage {
  private static final String PATH = "/sign-out";

  private final Transactions transactions;
  private final AuditLog audit;
  private final Sessions sessions;
  private final SessionGate gate;
  private final CsrfGuard csrf;
  private final PageFrames frames;
  private final PageRenderer renderer;

  public SignOutPage(
      Transactions transactions,
      AuditLog audit,
      Sessions sessions,
      SessionGate gate,
      CsrfGuard csrf,
      PageFrames frames,
      PageRenderer renderer) {
    this.transactions = transactions;
    this.audit = audit;
    this.sessions = sessions;
    this.gate = gate;
    this.csrf = csrf;
    this.frames = frames;
    this.renderer = renderer;
  }

  /** {@code GET /sign-out}: who would be signed out where; or that nobody is signed in any more. */
  public Answer show(Exchange exchange) throws Refusal {
    Optional<SignedIn> signedIn = gate.find(exchange);
    if (signedIn.isPresent()) {
      return answer(
          new SignOutView(
              new SessionFrames(frames, csrf).of(exchange, signedIn.get()),
              exchange.site().path(PATH),
              null,
              exchange.site().path("/account")));
    }
    return answer(
        new DoneView(
            frames.of(exchange, ""),
            DoneView.Kind.SIGNED_OUT,
            null,
            exchange.site().path("/sign-in")));
  }

  private Answer answer(Page page) {
    return Answer.Page.ok(renderer.render(page));
  }

  /** {@code POST /sign-out}: ends the session and leaves nothing of it in the browser. */
  public Answer send(Exchange exchange) throws Refusal {
    csrf.checkSite(exchange);
    exchange.form().only(Set.of(CsrfGuard.FIELD));
    Optional<SignedIn> signedIn = gate.peek(exchange);
    if (signedIn.isPresent()) {
      csrf.checkSession(exchange, signedIn.get().cookie().reveal());
      end(exchange, signedIn.get());
      // only behind the check: a form of another site carries no session, and must not take ours
      // away
      SessionCookie.clear(exchange);
      Browser.forget(exchange);
    }
    return new Answer.SeeOther(exchange.site().uri(PATH));
  }

  private void end(Exchange exchange, SignedIn signedIn) throws Refusal {
    Attempt attempt =
        audit
            .attempt(EventType.SIGNED_OUT, exchange.origin())
            .by(signedIn.principal())
            .in(signedIn.id());
    transactions.inTenant(
        exchange.realm(),
        signedIn.tenant(),
        attempt,
        tx -> {
          boolean ended = sessions.end(tx, signedIn.principal(), signedIn.id(), "signed_out");
          attempt.succeeded(tx);
          return ended;
        });
  }
}
