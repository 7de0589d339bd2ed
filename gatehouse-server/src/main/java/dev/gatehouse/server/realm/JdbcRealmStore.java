package dev.gatehouse.server.realm;

import dev.gatehouse.server.storage.RealmTx;
import java.util.Optional;

/** Realms in {@code realm}, and each one's own tenant in {@code tenant}. */
public final class JdbcRealmStore implements RealmStore {
  @Override
  public void ensure(RealmTx tx, String productName) {
    tx.lasting()
        .createUpdate(
            """
            INSERT INTO realm (realm_id, tenant_id, created_at) VALUES (:realm, :tenant, :now)
            ON CONFLICT DO NOTHING
            """)
        .bind("realm", tx.realm().value())
        .bind("tenant", tx.tenant().value())
        .bind("now", tx.now())
        .execute();
    tx.lasting()
        .createUpdate(
            """
            INSERT INTO tenant (tenant_id, realm_id, slug, name, status, created_at)
            VALUES (:tenant, :realm, :realm, :name, 'active', :now) ON CONFLICT DO NOTHING
            """)
        .bind("realm", tx.realm().value())
        .bind("tenant", tx.tenant().value())
        .bind("name", productName)
        .bind("now", tx.now())
        .execute();
  }

  @Override
  public Optional<byte[]> keyProbe(RealmTx tx) {
    return tx.read()
        .createQuery(
            "SELECT key_probe FROM realm WHERE realm_id = :realm AND key_probe IS NOT NULL")
        .bind("realm", tx.realm().value())
        .mapTo(byte[].class)
        .findOne();
  }

  @Override
  public void plantKeyProbe(RealmTx tx, byte[] sealed) {
    tx.lasting()
        .createUpdate(
            "UPDATE realm SET key_probe = :sealed WHERE realm_id = :realm AND key_probe IS NULL")
        .bind("sealed", sealed)
        .bind("realm", tx.realm().value())
        .execute();
  }
}
