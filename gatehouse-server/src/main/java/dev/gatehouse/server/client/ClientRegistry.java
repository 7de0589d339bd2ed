package dev.gatehouse.server.client;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import java.util.Optional;

/** Which clients a realm has, as its file declares them. */
public final class ClientRegistry {
  private final RealmCatalog realms;

  public ClientRegistry(RealmCatalog realms) {
    this.realms = realms;
  }

  /** The realm itself. */
  public Realm realm(RealmId id) {
    return realms.find(id).orElseThrow(() -> new IllegalStateException("no realm " + id));
  }

  /**
   * The client of that id.
   *
   * @param id as it stood in a request, of any length
   */
  public Optional<Client> find(RealmId realm, String id) {
    return id.isEmpty() || id.length() > ClientId.MAX_LENGTH
        ? Optional.empty()
        : realm(realm).client(new ClientId(id));
  }
}
