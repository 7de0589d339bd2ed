package dev.gatehouse.server.oauth.request;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.JourneyId;
import dev.gatehouse.server.login.Journeys;
import dev.gatehouse.server.oauth.code.AuthorizationCode;
import dev.gatehouse.server.oauth.code.CodeStore;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import java.util.Optional;
import java.util.UUID;

/** Issues authorization codes (RFC 6749 §4.1.2): finishes the journey, stores, records, answers. */
public final class CodeIssuer {
  private final Transactions transactions;
  private final AuditLog audit;
  private final Journeys journeys;
  private final CodeStore codes;
  private final AuthorizationAnswers answers;
  private final Facts facts;

  /** What a code is made from besides the request. */
  public record Facts(
      ClientRegistry clients, SessionGate sessions, Revocations revocations, Csprng random) {}

  /** What is done before the code is stored, such as to keep the consent. */
  @FunctionalInterface
  public interface Before {
    void in(TenantTx tx) throws Refusal;
  }

  public CodeIssuer(
      Transactions transactions,
      AuditLog audit,
      Journeys journeys,
      CodeStore codes,
      AuthorizationAnswers answers,
      Facts facts) {
    this.transactions = transactions;
    this.audit = audit;
    this.journeys = journeys;
    this.codes = codes;
    this.answers = answers;
    this.facts = facts;
  }

  public Answer issue(
      Exchange exchange,
      AuthorizationRequest request,
      SignedIn person,
      Optional<JourneyId> journey,
      Before before)
      throws Refusal {
    Attempt attempt =
        audit
            .attempt(EventType.CODE_ISSUED, exchange.origin())
            .by(person.principal())
            .in(person.id())
            .through(request.client().id())
            .detail("scope", request.scopes().wire());
    Browser browser = Browser.of(exchange, facts.random());
    OpaqueToken code =
        transactions.inTenant(
            exchange.realm(),
            person.tenant(),
            attempt,
            tx -> {
              if (journey.isPresent()) {
                journeys.finish(tx, browser, journey.get(), person);
              }
              // INVARIANT: the number before the check: what is revoked after the check has a
              // higher
              // one, so a code can't outlive a change of password that came in between
              long rs = facts.revocations().current(tx);
              if (!facts.sessions().isStill(tx, person)) {
                throw Refusal.of(Reason.SIGN_IN_REQUIRED);
              }
              before.in(tx);
              OpaqueToken made = store(tx, request, person, rs);
              attempt.succeeded(tx);
              return made;
            });
    return answers.to(exchange, request).code(code.wire());
  }

  private OpaqueToken store(TenantTx tx, AuthorizationRequest request, SignedIn person, long rs) {
    UUID id = facts.random().uuidV7(tx.now());
    OpaqueToken token =
        OpaqueToken.generate(OpaqueToken.Kind.CODE, tx.realm(), tx.tenant(), id, facts.random());
    var code =
        new AuthorizationCode(
            id,
            facts.random().uuidV7(tx.now()),
            new AuthorizationCode.Holder(request.client().id(), person.principal(), person.id()),
            request.redirectUri().text(),
            request.scopes(),
            request.claims().granted(),
            request.nonce(),
            request.codeChallenge(),
            request.confinement(),
            rs,
            tx.now().plus(facts.clients().realm(tx.realm()).tokens().codeLifetime()));
    codes.insert(tx, code, token.digest());
    return token;
  }
}
