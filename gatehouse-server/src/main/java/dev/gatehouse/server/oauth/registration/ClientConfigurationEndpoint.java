package dev.gatehouse.server.oauth.registration;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.client.ClientMetadata;
import dev.gatehouse.server.client.RegisteredClientId;
import dev.gatehouse.server.client.RegisteredClientStore;
import dev.gatehouse.server.client.RegisteredClientStore.Row;
import dev.gatehouse.server.client.RegisteredClients;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.SecretDigest;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.storage.Transactions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code /oauth2/register/{client_id}}: a client reads, changes and removes its registration (RFC
 * 7592 §2), with the token it got when it registered. The token is another one after each change.
 */
public final class ClientConfigurationEndpoint {
  /** RFC 7592 §2.2: MUST NOT be included. */
  private static final List<String> OURS =
      List.of(
          "registration_access_token",
          "registration_client_uri",
          "client_secret_expires_at",
          "client_id_issued_at");

  private final Transactions transactions;
  private final AuditLog audit;
  private final Function<RealmId, Realm> realms;
  private final CheckRegistrationPolicy policy;
  private final Registry registry;
  private final Csprng random;

  /** Where clients are kept, remembered and revoked. */
  record Registry(
      RegisteredClientStore store, RegisteredClients remembered, Revocations revocations) {}

  ClientConfigurationEndpoint(
      Transactions transactions,
      AuditLog audit,
      Function<RealmId, Realm> realms,
      CheckRegistrationPolicy policy,
      Registry registry,
      Csprng random) {
    this.transactions = transactions;
    this.audit = audit;
    this.realms = realms;
    this.policy = policy;
    this.registry = registry;
    this.random = random;
  }

  /** A client that is there, and the token that may change it. */
  private record Known(Row row, OpaqueToken token) {}

  private Known known(Exchange exchange) throws Refusal {
    OpaqueToken token = PresentedToken.of(exchange, OpaqueToken.Kind.REGISTRATION);
    ClientId id = RegisteredClientId.of(token.id());
    Optional<Row> row =
        transactions
            .readRealm(exchange.realm(), tx -> registry.store().find(tx, id))
            .filter(it -> Digests.equal(it.registration(), token.digest()));
    // RFC 7592 §2: for a client that is gone, and for another's token, 401 alike
    if (row.isEmpty() || !exchange.path("client").equals(id.value())) {
      throw Refusal.of(Reason.REGISTRATION_TOKEN_INVALID);
    }
    return new Known(row.get(), token);
  }

  /** {@code GET}: as it is (§2.1). */
  public Answer read(Exchange exchange) throws Refusal {
    Known known = known(exchange);
    return answer(
        exchange,
        known.row(),
        RegisteredClients.metadata(known.row()),
        known.token(),
        Optional.empty());
  }

  /** {@code PUT}: this instead of what was; members left out are gone (§2.2). */
  public Answer replace(Exchange exchange) throws Refusal {
    Known known = known(exchange);
    Map<String, Object> members = new HashMap<>(exchange.json());
    checkOwn(known.row(), members);
    Realm realm = realms.apply(exchange.realm());
    ClientMetadata metadata = policy.check(ClientMetadata.read(members), realm);
    boolean needs = metadata.method().hasSecret();
    Optional<Secret> made =
        needs && known.row().secret().isEmpty()
            ? Optional.of(RegistrationEndpoint.newSecret(random))
            : Optional.empty();
    Optional<SecretDigest> secret =
        needs ? made.map(SecretDigest::of).or(() -> known.row().secret()) : Optional.empty();
    OpaqueToken fresh =
        RegistrationEndpoint.registrationToken(exchange.realm(), known.token().id(), random);
    Row row =
        new Row(
            known.row().id(),
            RegistrationEndpoint.json(metadata),
            secret,
            fresh.digest(),
            metadata.logout().backchannelUri().isPresent(),
            metadata.origins(),
            known.row().registeredAt());
    change(exchange, known, row);
    return answer(exchange, row, metadata, fresh, made);
  }

  private static void checkOwn(Row row, Map<String, Object> members) throws Refusal {
    for (String name : OURS) {
      if (members.containsKey(name)) {
        throw Refusal.of(Reason.REGISTRATION_METADATA, name);
      }
    }
    // §2.2: client_id MUST be included and match; a client_secret is repeated, never chosen
    if (!row.id().value().equals(members.get("client_id"))) {
      throw Refusal.of(Reason.REGISTRATION_METADATA, "client_id");
    }
    if (members.containsKey("client_secret")) {
      boolean same =
          members.get("client_secret") instanceof String text
              && row.secret().filter(digest -> digest.matches(Secret.of(text))).isPresent();
      if (!same) {
        throw Refusal.of(Reason.REGISTRATION_METADATA, "client_secret");
      }
    }
  }

  private void change(Exchange exchange, Known known, Row row) throws Refusal {
    Attempt attempt = attempt(exchange, EventType.CLIENT_CHANGED, row.id());
    boolean replaced =
        transactions.inRealm(
            exchange.realm(),
            attempt,
            tx -> {
              if (!registry.store().replace(tx, row, known.token().digest())) {
                throw Refusal.of(Reason.REGISTRATION_TOKEN_INVALID);
              }
              attempt.succeeded(tx);
              return true;
            });
    if (replaced) {
      registry.remembered().forget(exchange.realm(), row.id());
    }
  }

  /** {@code DELETE}: it is no client any more, and nothing it has is good for anything (§2.3). */
  public Answer delete(Exchange exchange) throws Refusal {
    Known known = known(exchange);
    ClientId id = known.row().id();
    Attempt attempt = attempt(exchange, EventType.CLIENT_DELETED, id);
    transactions.inRealm(
        exchange.realm(),
        attempt,
        tx -> {
          if (!registry.store().delete(tx, id, known.token().digest())) {
            throw Refusal.of(Reason.REGISTRATION_TOKEN_INVALID);
          }
          registry.revocations().revoke(tx, Revocations.Kind.CLIENT, id.value());
          attempt.succeeded(tx);
          return true;
        });
    registry.remembered().forget(exchange.realm(), id);
    return new Answer.NoContent();
  }

  private Attempt attempt(Exchange exchange, EventType type, ClientId id) {
    return audit.attempt(type, exchange.origin()).through(id).on("client", id.value());
  }

  private static Answer answer(
      Exchange exchange,
      Row row,
      ClientMetadata metadata,
      OpaqueToken token,
      Optional<Secret> secret) {
    exchange.answerHeader("Pragma", "no-cache");
    Secret shown = Secret.of(token.wire());
    return Answer.Json.ok(ClientInformation.of(exchange.site(), row, metadata, shown, secret));
  }
}
