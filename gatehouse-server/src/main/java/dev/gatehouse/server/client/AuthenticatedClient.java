package dev.gatehouse.server.client;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import java.util.Optional;

/**
 * A client that authenticated as it registered: with its secret, or as a public client by name
 * alone. Only {@link ClientAuthenticator} makes one.
 */
public final class AuthenticatedClient {
  private final Realm realm;
  private final Client client;
  private final Optional<String> key;

  AuthenticatedClient(Realm realm, Client client) {
    this(realm, client, Optional.empty());
  }

  private AuthenticatedClient(Realm realm, Client client, Optional<String> key) {
    this.realm = realm;
    this.client = client;
    this.key = key;
  }

  /** The same, which also proved to have this key (RFC 9449). */
  public AuthenticatedClient proving(String thumbprint) {
    return new AuthenticatedClient(realm, client, Optional.of(thumbprint));
  }

  /** RFC 7638 thumbprint of the key it proved to have with this request. */
  public Optional<String> key() {
    return key;
  }

  public Realm realm() {
    return realm;
  }

  public Client client() {
    return client;
  }

  /** An act through it, which counts as vouched for where it has a secret. */
  public Attempt through(Attempt attempt) {
    return client.isPublic() ? attempt.through(id()) : attempt.throughAuthenticated(id());
  }

  public ClientId id() {
    return client.id();
  }
}
