package dev.gatehouse.server.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.Purpose;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.TenantTx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests that say they may come twice. The key is taken in the transaction of the act, so that of
 * several with the same key exactly one acts and the others get its answer; a refused one leaves
 * the key free. Answers are kept for a day, sealed.
 */
final class IdempotencyKeys {
  private static final String HEADER = "idempotency-key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Duration KEPT = Duration.ofHours(24);
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final KeptAnswerStore store;
  private final Envelope envelope;
  private final JsonMapper json = new JsonMapper();

  IdempotencyKeys(KeptAnswerStore store, Envelope envelope) {
    this.store = store;
    this.envelope = envelope;
  }

  /** The key that a request carries. */
  record Carried(KeptAnswerStore.Key key, byte[] request) {}

  /** The key of the request, if it has one: of this caller and application alone. */
  Optional<Carried> of(Exchange exchange, ApiCredential.Holder holder) throws Refusal {
    Optional<String> key = exchange.header(HEADER);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    if (!KEY.matcher(key.get()).matches()) {
      throw Refusal.of(Reason.PARAMETER_INVALID, HEADER);
    }
    byte[] own = json.writeValueAsBytes(List.of(holder.client().value(), key.get()));
    byte[] request =
        json.writeValueAsBytes(
            List.of(
                exchange.method().name(),
                exchange.rawPath(),
                exchange.header("if-match").orElse(""),
                exchange.json()));
    return Optional.of(
        new Carried(
            new KeptAnswerStore.Key(holder.principal(), Digests.sha256(own)),
            Digests.sha256(request)));
  }

  /**
   * Takes the key, as an effect.
   *
   * @return what was answered before, where the same request came before
   */
  Optional<Result> take(TenantTx tx, Carried carried) throws Refusal {
    if (store.take(tx, carried.key(), carried.request(), tx.now().plus(KEPT))) {
      return Optional.empty();
    }
    KeptAnswerStore.Kept kept = store.find(tx, carried.key()).orElseThrow();
    if (!Digests.equal(kept.request(), carried.request())) {
      throw Refusal.of(Reason.IDEMPOTENCY_KEY_REUSED);
    }
    return Optional.of(
        opened(envelope.open(Purpose.STORED_ANSWER, place(tx, carried), kept.sealed())));
  }

  /** Keeps the answer, as an effect. */
  void keep(TenantTx tx, Carried carried, Result result) {
    Map<String, Object> whole = new LinkedHashMap<>();
    result.body().ifPresent(body -> whole.put("body", body));
    byte[] plain = json.writeValueAsBytes(whole);
    store.keep(tx, carried.key(), envelope.seal(Purpose.STORED_ANSWER, place(tx, carried), plain));
  }

  private Result opened(byte[] plain) {
    Map<String, Object> whole = json.readValue(plain, OBJECT);
    return whole.containsKey("body")
        ? Result.of(json.convertValue(whole.get("body"), OBJECT))
        : Result.nothing();
  }

  private static byte[] place(TenantTx tx, Carried carried) {
    byte[] owner = (tx.tenant() + " " + carried.key().principal() + " ").getBytes(UTF_8);
    return Digests.sha256(owner, carried.key().digest());
  }
}
