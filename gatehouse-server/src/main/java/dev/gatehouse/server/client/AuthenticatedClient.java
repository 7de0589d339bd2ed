package dev.gatehouse.server.client;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;

/**
 * A client that authenticated as it registered: with its secret, or as a public client by name
 * alone. Only {@link ClientAuthenticator} makes one.
 */
public final class AuthenticatedClient {
  private final Realm realm;
  private final Client client;

  AuthenticatedClient(Realm realm, Client client) {
    this.realm = realm;
    this.client = client;
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
