package dev.gatehouse.server.client;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.ClientAuthentication.SharedSecret;
import dev.gatehouse.server.realm.ClientAuthentication.Transport;
import java.util.Optional;

/**
 * Authenticates clients at the token endpoint, each by the one method it registered (OpenID Connect
 * Core §9). Failures are counted with the client they name, if there is one: anybody can make them.
 */
public final class ClientAuthenticator {
  private final ClientRegistry clients;

  public ClientAuthenticator(ClientRegistry clients) {
    this.clients = clients;
  }

  /** Who calls; {@code invalid_client} in every other case (RFC 6749 §5.2). */
  public AuthenticatedClient authenticate(Exchange exchange) throws Refusal {
    ClientCredentials credentials = ClientCredentials.of(exchange);
    Optional<Client> client = clients.find(exchange.realm(), credentials.clientId());
    client.ifPresent(known -> exchange.callsItself(known.id()));
    return new AuthenticatedClient(clients.realm(exchange.realm()), check(client, credentials));
  }

  private static Client check(Optional<Client> named, ClientCredentials credentials)
      throws Refusal {
    if (named.isEmpty()) {
      throw Refusal.of(Reason.CLIENT_UNKNOWN);
    }
    Client client = named.get();
    switch (credentials) {
      case ClientCredentials.Basic basic -> {
        if (!(client.authentication() instanceof SharedSecret shared)
            || shared.transport() != Transport.BASIC) {
          throw Refusal.of(Reason.CLIENT_AUTHENTICATION_METHOD);
        }
        if (!shared.digest().matches(basic.secret())) {
          throw Refusal.of(Reason.CLIENT_SECRET_WRONG);
        }
      }
      case ClientCredentials.None none -> {
        // RFC 6749 §3.2.1: a confidential client MUST authenticate
        if (!client.isPublic()) {
          throw Refusal.of(Reason.CLIENT_AUTHENTICATION_MISSING);
        }
      }
    }
    return client;
  }
}
