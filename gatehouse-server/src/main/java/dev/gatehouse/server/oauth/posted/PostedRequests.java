package dev.gatehouse.server.oauth.posted;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.crypto.Purpose;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.Transactions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests that came as a POST. SameSite=Lax: the cookies don't come with another site's POST, but
 * with the GET it leads to. That GET brings a reference alone, good once, for a minute and for what
 * was posted; what is meant stands in no history and no log.
 */
public final class PostedRequests {
  private static final String PARAMETER = "posted_request";
  private static final Duration LIFE = Duration.ofMinutes(1);
  private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};

  private final Transactions transactions;
  private final Envelope envelope;
  private final Csprng random;
  private final PostedRequestStore store = new JdbcPostedRequestStore();
  private final JsonMapper json = new JsonMapper();

  /** What was asked for. */
  public enum Endpoint {
    AUTHORIZATION(OpaqueToken.Kind.POSTED_AUTHORIZATION, "/oauth2/authorize"),
    LOGOUT(OpaqueToken.Kind.POSTED_LOGOUT, "/oauth2/logout");

    private final OpaqueToken.Kind kind;
    private final String path;

    Endpoint(OpaqueToken.Kind kind, String path) {
      this.kind = kind;
      this.path = path;
    }
  }

  public PostedRequests(Transactions transactions, Envelope envelope, Csprng random) {
    this.transactions = transactions;
    this.envelope = envelope;
    this.random = random;
  }

  /** Keeps what was posted and sends the browser for it. */
  public Answer keep(Exchange exchange, Endpoint endpoint, Map<String, String> values)
      throws Refusal {
    RealmId realm = exchange.realm();
    OpaqueToken reference =
        transactions.inRealm(
            realm,
            Attempted.NOTHING,
            tx -> {
              UUID id = random.uuidV7(tx.now());
              var token = OpaqueToken.generate(endpoint.kind, realm, tx.tenant(), id, random);
              byte[] sealed =
                  envelope.seal(
                      Purpose.POSTED_REQUEST,
                      context(endpoint, realm, id),
                      json.writeValueAsBytes(values));
              store.insert(
                  tx, new PostedRequestStore.Row(id, token.digest(), sealed, tx.now().plus(LIFE)));
              return token;
            });
    return new Answer.SeeOther(
        exchange.site().uri(endpoint.path + "?" + PARAMETER + "=" + reference.wire()));
  }

  /**
   * What was posted, once; nothing where the address names no reference.
   *
   * @throws Refusal where the reference is none of this endpoint and realm, too old or used, or
   *     where anything else came along with it
   */
  public Optional<Map<String, String>> take(Exchange exchange, Endpoint endpoint) throws Refusal {
    Optional<String> text = exchange.query().find(PARAMETER);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    exchange.query().only(Set.of(PARAMETER));
    RealmId realm = exchange.realm();
    Optional<OpaqueToken> token = OpaqueToken.parse(endpoint.kind, realm, text.get());
    if (token.isEmpty()) {
      throw Refusal.of(Reason.POSTED_REQUEST_UNKNOWN);
    }
    UUID id = token.get().id();
    Optional<byte[]> sealed =
        transactions.inRealm(
            realm, Attempted.NOTHING, tx -> store.take(tx, id, token.get().digest()));
    if (sealed.isEmpty()) {
      throw Refusal.of(Reason.POSTED_REQUEST_UNKNOWN);
    }
    byte[] plain =
        envelope.open(Purpose.POSTED_REQUEST, context(endpoint, realm, id), sealed.get());
    return Optional.of(json.readValue(plain, VALUES));
  }

  private static byte[] context(Endpoint endpoint, RealmId realm, UUID id) {
    return ("posted-request:" + endpoint + ":" + realm + ":" + id).getBytes(StandardCharsets.UTF_8);
  }
}
