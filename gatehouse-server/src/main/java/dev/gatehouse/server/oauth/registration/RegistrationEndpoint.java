package dev.gatehouse.server.oauth.registration;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.client.ClientMetadata;
import dev.gatehouse.server.client.RegisteredClientId;
import dev.gatehouse.server.client.RegisteredClientStore;
import dev.gatehouse.server.client.RegisteredClientStore.Row;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RegistrationPolicy.Mode;
import dev.gatehouse.server.realm.SecretDigest;
import dev.gatehouse.server.storage.Transactions;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /oauth2/register}: a new client (RFC 7591 §3). */
final class RegistrationEndpoint implements Handler {
  private final Transactions transactions;
  private final AuditLog audit;
  private final Function<RealmId, Realm> realms;
  private final CheckRegistrationPolicy policy;
  private final Stores stores;
  private final Csprng random;

  /** Where tokens and clients are kept. */
  record Stores(InitialAccessStore tokens, RegisteredClientStore clients) {}

  RegistrationEndpoint(
      Transactions transactions,
      AuditLog audit,
      Function<RealmId, Realm> realms,
      CheckRegistrationPolicy policy,
      Stores stores,
      Csprng random) {
    this.transactions = transactions;
    this.audit = audit;
    this.realms = realms;
    this.policy = policy;
    this.stores = stores;
    this.random = random;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    Realm realm = realms.apply(exchange.realm());
    if (realm.registration().mode() == Mode.OFF) {
      throw Refusal.of(Reason.REGISTRATION_OFF);
    }
    OpaqueToken token = PresentedToken.of(exchange, OpaqueToken.Kind.INITIAL_ACCESS);
    boolean good =
        transactions.readRealm(
            exchange.realm(), tx -> stores.tokens().isGood(tx, token.id(), token.digest()));
    if (!good) {
      throw Refusal.of(Reason.REGISTRATION_TOKEN_INVALID);
    }
    ClientMetadata metadata = policy.check(ClientMetadata.read(exchange.json()), realm);
    UUID id = random.uuid();
    OpaqueToken own = registrationToken(exchange.realm(), id, random);
    Optional<Secret> secret =
        metadata.method().hasSecret() ? Optional.of(newSecret(random)) : Optional.empty();
    Row row = register(exchange, new New(RegisteredClientId.of(id), metadata, secret, own), token);
    Secret shown = Secret.of(own.wire());
    exchange.answerHeader("Pragma", "no-cache");
    return new Answer.Json(
        201, ClientInformation.of(exchange.site(), row, metadata, shown, secret));
  }

  /** A client that is about to be. */
  private record New(
      ClientId id, ClientMetadata metadata, Optional<Secret> secret, OpaqueToken own) {}

  private Row register(Exchange exchange, New client, OpaqueToken token) throws Refusal {
    Attempt attempt =
        audit
            .attempt(EventType.CLIENT_REGISTERED, exchange.origin())
            .through(client.id())
            .on("client", client.id().value())
            .detail("initial_access_token", token.id().toString());
    return transactions.inRealm(
        exchange.realm(),
        attempt,
        tx -> {
          Row row =
              new Row(
                  client.id(),
                  json(client.metadata()),
                  client.secret().map(SecretDigest::of),
                  client.own().digest(),
                  client.metadata().logout().backchannelUri().isPresent(),
                  client.metadata().origins(),
                  tx.now());
          // the last use may have gone to somebody else since
          if (!stores.tokens().use(tx, token.id(), token.digest())) {
            throw Refusal.of(Reason.REGISTRATION_TOKEN_INVALID);
          }
          stores.clients().insert(tx, row, token.id());
          attempt.succeeded(tx);
          return row;
        });
  }

  static String json(ClientMetadata metadata) {
    return JsonMapper.shared().writeValueAsString(metadata.members());
  }

  /** 256 random bits that only the client will know. */
  static Secret newSecret(Csprng random) {
    return Secret.of(HexFormat.of().formatHex(random.bytes(32)));
  }

  static OpaqueToken registrationToken(RealmId realm, UUID client, Csprng random) {
    return OpaqueToken.generate(
        OpaqueToken.Kind.REGISTRATION, realm, TenantId.ownOf(realm), client, random);
  }
}
