package dev.gatehouse.server.client;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.OutboundHttp;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.ClientAuthentication;
import dev.gatehouse.server.storage.SpentValues;
import dev.gatehouse.server.storage.Transactions;
import java.time.Clock;
import java.util.Optional;

/**
 * Authenticates clients where they call themselves, each by the one method it registered (OpenID
 * Connect Core §9). Failures are counted with the client they name, if there is one: anybody can
 * make them.
 */
public final class ClientAuthenticator {
  private final ClientRegistry clients;
  private final ClientAssertions assertions;

  /** What authentication stands on. */
  public record Ground(
      Transactions transactions, OutboundHttp outbound, CryptoProviders providers, Clock clock) {}

  public ClientAuthenticator(ClientRegistry clients, Ground ground) {
    this.clients = clients;
    this.assertions =
        new ClientAssertions(
            ground.transactions(),
            new SpentValues(),
            new ClientKeys(ground.outbound(), ground.clock()),
            ground.providers(),
            ground.clock());
  }

  /** Who calls; {@code invalid_client} in every other case (RFC 6749 §5.2). */
  public AuthenticatedClient authenticate(Exchange exchange) throws Refusal {
    ClientCredentials credentials = ClientCredentials.of(exchange);
    Optional<Client> client = clients.find(exchange.realm(), credentials.clientId());
    client.ifPresent(known -> exchange.callsItself(known.id()));
    Client checked = check(exchange, client, credentials);
    if (!checked.isPublic()) {
      exchange.provedItself();
    }
    return new AuthenticatedClient(clients.realm(exchange.realm()), checked);
  }

  /**
   * Who calls, where a name alone is not enough.
   *
   * @throws Refusal {@code invalid_client} for a public client too
   */
  public AuthenticatedClient authenticateConfidential(Exchange exchange) throws Refusal {
    AuthenticatedClient client = authenticate(exchange);
    if (client.client().isPublic()) {
      throw Refusal.of(Reason.CLIENT_AUTHENTICATION_MISSING);
    }
    return client;
  }

  private Client check(Exchange exchange, Optional<Client> named, ClientCredentials credentials)
      throws Refusal {
    if (named.isEmpty()) {
      throw Refusal.of(Reason.CLIENT_UNKNOWN);
    }
    Client client = named.get();
    // OpenID Connect Core §9: by the one method it registered and by no other
    switch (client.authentication()) {
      case ClientAuthentication.SharedSecret(var transport, var digest) -> {
        if (!digest.matches(secret(transport, credentials))) {
          throw Refusal.of(Reason.CLIENT_SECRET_WRONG);
        }
      }
      case ClientAuthentication.PrivateKey key -> {
        if (!(credentials instanceof ClientCredentials.Assertion(var _, var jwt))) {
          throw unregistered(credentials);
        }
        assertions.check(exchange, client.id(), key, jwt);
      }
      case ClientAuthentication.None() -> {
        if (!(credentials instanceof ClientCredentials.None)) {
          throw unregistered(credentials);
        }
      }
    }
    return client;
  }

  private static Secret secret(ClientAuthentication.Transport transport, ClientCredentials given)
      throws Refusal {
    return switch (given) {
      case ClientCredentials.Basic(var _, var secret)
          when transport == ClientAuthentication.Transport.BASIC ->
          secret;
      case ClientCredentials.Post(var _, var secret)
          when transport == ClientAuthentication.Transport.POST ->
          secret;
      default -> throw unregistered(given);
    };
  }

  /** RFC 6749 §3.2.1: a confidential client MUST authenticate. */
  private static Refusal unregistered(ClientCredentials given) {
    return Refusal.of(
        given instanceof ClientCredentials.None
            ? Reason.CLIENT_AUTHENTICATION_MISSING
            : Reason.CLIENT_AUTHENTICATION_METHOD);
  }
}
