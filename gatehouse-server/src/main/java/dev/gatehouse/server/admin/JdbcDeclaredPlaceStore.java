package dev.gatehouse.server.admin;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.RealmTx;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Places in {@code declared_place}. */
final class JdbcDeclaredPlaceStore implements DeclaredPlaceStore {
  @Override
  public Set<Place> all(RealmTx tx) {
    return new HashSet<>(
        tx.read()
            .createQuery("SELECT tenant_id, client_id FROM declared_place WHERE realm_id = :realm")
            .bind("realm", tx.realm().value())
            .map((row, _) ->
                new Place(
                    new TenantId(row.getObject("tenant_id", UUID.class)),
                    new ClientId(row.getString("client_id"))))
            .list());
  }

  @Override
  public void add(RealmTx tx, Place place) {
    tx.effect()
        .createUpdate(
            """
            INSERT INTO declared_place (realm_id, tenant_id, client_id)
            VALUES (:realm, :tenant, :client) ON CONFLICT DO NOTHING
            """)
        .bind("realm", tx.realm().value())
        .bind("tenant", place.tenant().value())
        .bind("client", place.client().value())
        .execute();
  }

  @Override
  public void remove(RealmTx tx, Place place) {
    tx.effect()
        .createUpdate(
            """
            DELETE FROM declared_place
            WHERE realm_id = :realm AND tenant_id = :tenant AND client_id = :client
            """)
        .bind("realm", tx.realm().value())
        .bind("tenant", place.tenant().value())
        .bind("client", place.client().value())
        .execute();
  }
}
