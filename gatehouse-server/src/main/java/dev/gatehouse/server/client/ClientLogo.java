package dev.gatehouse.server.client;

import dev.gatehouse.server.realm.Client;
import java.util.Optional;

/** The picture of a client that this server has itself. */
public final class ClientLogo {
  private ClientLogo() {}

  /** Its path on this origin; empty where the client has none, or only one elsewhere. */
  public static Optional<String> ofOurs(Client client) {
    return client.logo().map(name -> "/assets/realms/" + name);
  }
}
