package dev.gatehouse.server.client;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.storage.Tx;
import java.util.Optional;
import java.util.function.BiFunction;

/** Which clients a realm has: those of its file, then those that registered by themselves. */
public final class ClientRegistry {
  private final RealmCatalog realms;
  private final Optional<RegisteredClients> registered;

  /** A registry of realm files alone. */
  public ClientRegistry(RealmCatalog realms) {
    this.realms = realms;
    this.registered = Optional.empty();
  }

  public ClientRegistry(RealmCatalog realms, RegisteredClients registered) {
    this.realms = realms;
    this.registered = Optional.of(registered);
  }

  /** Whether there is such a realm by now. */
  public boolean hasRealm(RealmId id) {
    return realms.find(id).isPresent();
  }

  /** The realm itself. */
  public Realm realm(RealmId id) {
    return realms.find(id).orElseThrow(() -> new IllegalStateException("no realm " + id));
  }

  /**
   * The client of that id; never asked inside a transaction.
   *
   * @param id as it stood in a request, of any length
   */
  public Optional<Client> find(RealmId realm, String id) {
    return find(realm, id, (clients, client) -> clients.find(realm, client));
  }

  /** The same inside a transaction. */
  public Optional<Client> find(Tx tx, String id) {
    return find(tx.realm(), id, (clients, client) -> clients.find(tx, client));
  }

  /**
   * Whether pages of the origin are a public client's that registered by itself; never asked inside
   * a transaction.
   *
   * @param origin as it stood in a request, of any length
   */
  boolean isOfRegistered(RealmId realm, String origin) {
    return registered.filter(clients -> clients.haveOrigin(realm, origin)).isPresent();
  }

  private Optional<Client> find(
      RealmId realm,
      String text,
      BiFunction<RegisteredClients, ClientId, Optional<Client>> further) {
    if (text.isEmpty() || text.length() > ClientId.MAX_LENGTH) {
      return Optional.empty();
    }
    ClientId id = new ClientId(text);
    Optional<Client> declared = realm(realm).client(id);
    // no other text was ever given to one that registered
    return declared.isPresent() || !RegisteredClientId.isOne(text)
        ? declared
        : registered.flatMap(clients -> further.apply(clients, id));
  }
}
