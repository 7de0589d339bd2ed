package dev.gatehouse.server.session;

import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import java.net.URI;
import java.util.Optional;

/** Says who is signed in at the browser of a request, and lets nobody else through. */
public final class SessionGate {
  private final Transactions transactions;
  private final Sessions sessions;
  private final CsrfGuard csrf;
  private final Detour detour;

  public SessionGate(Transactions transactions, Sessions sessions, CsrfGuard csrf, Detour detour) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.csrf = csrf;
    this.detour = detour;
  }

  /** Answers a request of somebody who is signed in. */
  @FunctionalInterface
  public interface Handler {
    Answer handle(Exchange exchange, SignedIn signedIn) throws Refusal;
  }

  /** Where somebody goes to sign in who is not. */
  @FunctionalInterface
  public interface Detour {
    URI toSignIn(Exchange exchange) throws Refusal;
  }

  /**
   * Who is signed in; it counts as a request of the person and keeps the session awake, so it
   * writes, once a minute at most.
   */
  public Optional<SignedIn> find(Exchange exchange) throws Refusal {
    String address = exchange.origin().address();
    Optional<OpaqueToken> token = SessionCookie.presented(exchange);
    if (token.isEmpty()) {
      return Optional.empty();
    }
    return transactions.inTenant(
        exchange.realm(),
        token.get().tenant(),
        Attempted.NOTHING,
        tx -> sessions.findAndTouch(tx, token.get(), address));
  }

  /**
   * Who is signed in, asked by something that goes on without the person: polling, {@code
   * prompt=none}. The session does not stay awake by it.
   */
  public Optional<SignedIn> peek(Exchange exchange) throws Refusal {
    Optional<OpaqueToken> token = SessionCookie.presented(exchange);
    if (token.isEmpty()) {
      return Optional.empty();
    }
    return transactions.readTenant(
        exchange.realm(), token.get().tenant(), tx -> sessions.find(tx, token.get()));
  }

  /** Whether the session is still what it was, asked again in the transaction of an act. */
  public boolean isStill(TenantTx tx, SignedIn signedIn) {
    return sessions.isStill(tx, signedIn);
  }

  /** Who is signed in, or a refusal. */
  public SignedIn require(Exchange exchange) throws Refusal {
    Optional<SignedIn> found = find(exchange);
    if (found.isEmpty()) {
      boolean had = SessionCookie.presented(exchange).isPresent();
      throw Refusal.of(had ? Reason.SESSION_ENDED : Reason.SESSION_ABSENT);
    }
    return found.get();
  }

  /**
   * Lets only signed-in people through: a GET of anybody else leads to the sign-in, a POST is
   * refused, and so is a POST whose form is not this session's.
   */
  public dev.gatehouse.server.http.Handler protect(Handler handler) {
    return exchange -> {
      if (exchange.method() == Method.POST) {
        csrf.checkSite(exchange);
        SignedIn signedIn = require(exchange);
        csrf.checkSession(exchange, signedIn.cookie().reveal());
        return handler.handle(exchange, signedIn);
      }
      Optional<SignedIn> signedIn = find(exchange);
      return signedIn.isPresent()
          ? handler.handle(exchange, signedIn.get())
          : new Answer.SeeOther(detour.toSignIn(exchange));
    };
  }
}
