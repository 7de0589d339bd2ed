package dev.gatehouse.server.oauth.push;

import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.crypto.Purpose;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Authorization requests that clients sent ahead (RFC 9126): sealed, each good once, for the client
 * that pushed it, for a short while.
 */
public final class PushedRequests {
  /** RFC 9126 §2.2. */
  private static final String URN = "urn:ietf:params:oauth:request_uri:";

  private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};

  private final Transactions transactions;
  private final ClientRegistry clients;
  private final PushedRequestStore store = new JdbcPushedRequestStore();
  private final Envelope envelope;
  private final Csprng random;
  private final JsonMapper json = new JsonMapper();

  public PushedRequests(
      Transactions transactions, ClientRegistry clients, Envelope envelope, Csprng random) {
    this.transactions = transactions;
    this.clients = clients;
    this.envelope = envelope;
    this.random = random;
  }

  /** A reference to a request, and how long it is good. */
  record Reference(String uri, Duration life) {}

  /** Whether the request only refers to one that was pushed; another address is never fetched. */
  public static boolean isReference(AuthorizationParameters sent) {
    return sent.find("request_uri").filter(uri -> uri.startsWith(URN)).isPresent();
  }

  /** The same without what else came along, which counts for nothing (RFC 9101 §6.3). */
  public static AuthorizationParameters referenceAlone(AuthorizationParameters sent) {
    Map<String, String> both = new HashMap<>(sent.values());
    both.keySet().retainAll(Set.of("client_id", "request_uri"));
    return new AuthorizationParameters(both);
  }

  /** Keeps a verified request of this client. */
  Reference push(RealmId realm, ClientId client, AuthorizationParameters request) throws Refusal {
    Duration life = clients.realm(realm).tokens().pushedRequestLifetime();
    return transactions.inRealm(
        realm,
        Attempted.NOTHING,
        tx -> {
          UUID id = random.uuidV7(tx.now());
          OpaqueToken token =
              OpaqueToken.generate(OpaqueToken.Kind.PUSHED_REQUEST, realm, tx.tenant(), id, random);
          byte[] sealed =
              envelope.seal(
                  Purpose.PUSHED_REQUEST,
                  context(tx, id, client),
                  json.writeValueAsBytes(request.values()));
          store.insert(
              tx,
              new PushedRequestStore.Row(id, token.digest(), client, sealed, tx.now().plus(life)));
          return new Reference(URN + token.wire(), life);
        });
  }

  /**
   * The request behind the reference, once, for the client that pushed it (RFC 9126 §4). Whatever
   * else came along with it counts for nothing (RFC 9101 §6.3).
   */
  public AuthorizationParameters take(Exchange exchange, AuthorizationParameters sent)
      throws Refusal {
    Optional<ClientId> client =
        sent.find("client_id")
            .flatMap(id -> clients.find(exchange.realm(), id))
            .map(known -> known.id());
    if (client.isEmpty()) {
      throw Refusal.of(Reason.AUTHORIZE_CLIENT_UNKNOWN);
    }
    Optional<OpaqueToken> token =
        sent.find("request_uri")
            .map(uri -> uri.substring(URN.length()))
            .flatMap(
                text -> OpaqueToken.parse(OpaqueToken.Kind.PUSHED_REQUEST, exchange.realm(), text));
    if (token.isEmpty()) {
      throw Refusal.of(Reason.PUSHED_REQUEST_UNKNOWN);
    }
    UUID id = token.get().id();
    Optional<AuthorizationParameters> taken =
        transactions.inRealm(
            exchange.realm(),
            Attempted.NOTHING,
            tx ->
                store
                    .take(tx, id, token.get().digest(), client.get())
                    .map(sealed -> open(context(tx, id, client.get()), sealed)));
    if (taken.isEmpty()) {
      throw Refusal.of(Reason.PUSHED_REQUEST_UNKNOWN);
    }
    return taken.get();
  }

  private AuthorizationParameters open(byte[] context, byte[] sealed) {
    byte[] plain = envelope.open(Purpose.PUSHED_REQUEST, context, sealed);
    return new AuthorizationParameters(json.readValue(plain, VALUES));
  }

  private static byte[] context(Tx tx, UUID id, ClientId client) {
    return ("pushed-request:" + tx.realm() + ":" + id + ":" + client)
        .getBytes(StandardCharsets.UTF_8);
  }
}
