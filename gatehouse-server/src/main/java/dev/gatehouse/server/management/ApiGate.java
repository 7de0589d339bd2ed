package dev.gatehouse.server.management;

import dev.gatehouse.server.access.Rights;
import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Recording;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.management.ManagementTokens;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.tenant.TenantRoleStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way of every request to the management API, in fixed order: credential, scope, shape, then in
 * one transaction standing, permission, idempotency key, the endpoint itself and its record.
 */
public final class ApiGate {
  private final Transactions transactions;
  private final AuditLog audit;
  private final Function<RealmId, Realm> realms;
  private final ManagementTokens tokens;
  private final Cursors cursors;
  private final EntityTags tags;
  private final IdempotencyKeys keys;

  /** What it stands on. */
  public record Ground(
      Transactions transactions, AuditLog audit, Function<RealmId, Realm> realms) {}

  public ApiGate(Ground ground, ManagementTokens tokens, Macs macs, Envelope envelope) {
    this.transactions = ground.transactions();
    this.audit = ground.audit();
    this.realms = ground.realms();
    this.tokens = tokens;
    this.cursors = new Cursors(macs);
    this.tags = new EntityTags(macs);
    this.keys = new IdempotencyKeys(new JdbcKeptAnswerStore(), envelope);
  }

  /** The endpoint behind the gate. */
  public Handler protect(Endpoint endpoint) {
    return exchange -> answer(exchange, endpoint);
  }

  /** One request on its way. */
  private record Call(
      Exchange exchange,
      ApiCredential credential,
      ApiCredential.Holder holder,
      ApiRequest request) {}

  private Answer answer(Exchange exchange, Endpoint endpoint) throws Refusal {
    ApiCredential credential = ApiCredential.take(exchange, tokens);
    ApiCredential.Holder holder = credential.holder();
    Operation operation = endpoint.operation();
    try {
      credential.requireLive(exchange);
      if (!holder.scopes().contains(operation.scope())) {
        throw Refusal.of(Reason.MANAGEMENT_SCOPE, operation.scope());
      }
      ApiRequest request = ApiRequest.of(exchange, operation, holder, cursors, tags);
      Call call = new Call(exchange, credential, holder, request);
      Result result =
          switch (endpoint) {
            case Endpoint.Read read -> look(call, read);
            case Endpoint.Write write -> act(call, write);
          };
      return written(call, operation, result);
    } catch (Refusal refusal) {
      if (!refusal.isRecorded() && refusal.reason().recording() == Recording.EACH) {
        credential.refused(exchange, refusal);
      }
      throw refusal;
    }
  }

  private Result look(Call call, Endpoint.Read read) throws Refusal {
    Endpoint.Look look = read.preparation().of(call.request());
    ManagedAct act = tx -> look.in(tx, permitted(tx, call, read.operation()), call.request());
    Result result;
    if (read.event().isPresent()) {
      Attempt attempt = attempt(call, read.event().get());
      result =
          transactions.inTenant(
              call.request().realm(),
              call.holder().tenant(),
              attempt,
              tx -> {
                Result shown = act.in(tx);
                attempt.succeeded(tx);
                return shown;
              });
    } else {
      result = transactions.readTenant(call.request().realm(), call.holder().tenant(), act::in);
    }
    call.credential().used(call.exchange());
    return result;
  }

  /** What runs in the caller's tenant. */
  @FunctionalInterface
  private interface ManagedAct {
    Result in(TenantTx tx) throws Refusal;
  }

  private Result act(Call call, Endpoint.Write write) throws Refusal {
    Optional<IdempotencyKeys.Carried> key = keys.of(call.exchange(), call.holder());
    Endpoint.Act act = write.preparation().of(call.request());
    RepeatableAttempt attempt = new RepeatableAttempt(attempt(call, write.event().orElseThrow()));
    return transactions.inTenant(
        call.request().realm(),
        call.holder().tenant(),
        attempt,
        tx -> {
          Caller caller = permitted(tx, call, write.operation());
          if (key.isPresent()) {
            Optional<Result> before = keys.take(tx, key.get());
            if (before.isPresent()) {
              attempt.isRepeated();
              return before.get();
            }
          }
          Result result = act.in(tx, caller, attempt.attempt());
          call.request().requireMatched();
          if (key.isPresent()) {
            keys.keep(tx, key.get(), result);
          }
          attempt.attempt().succeeded(tx);
          return result;
        });
  }

  /** The caller as of this transaction, who may do this. */
  private Caller permitted(TenantTx tx, Call call, Operation operation) throws Refusal {
    Realm realm = realms.apply(tx.realm());
    Rights rights =
        Rights.of(realm, TenantRoleStore.ofDatabase().all(tx), call.credential().roles(tx));
    Caller caller = new Caller(realm, call.holder(), rights);
    caller.require(operation.act());
    return caller;
  }

  private Attempt attempt(Call call, EventType event) {
    return audit
        .attempt(event, call.exchange().origin())
        .by(call.holder().principal())
        .through(call.holder().client());
  }

  private Answer written(Call call, Operation operation, Result result) {
    if (result.body().isEmpty() != operation.answer().isEmpty()) {
      throw new IllegalStateException("answers other than it says: " + operation.id());
    }
    if (result.body().isEmpty()) {
      return new Answer.NoContent();
    }
    Map<String, Object> body = new LinkedHashMap<>(result.body().get());
    result
        .position()
        .ifPresent(position ->
            body.put(
                "next",
                cursors.write(
                    ApiRequest.bound(call.exchange(), operation, call.holder()), position)));
    if (operation.version() != Operation.Version.NONE) {
      call.exchange()
          .answerHeader("ETag", tags.of(call.request().realm(), call.holder().tenant(), body));
    }
    return new Answer.Json(operation.status(), body);
  }
}
