package dev.gatehouse.server.admin;

import dev.gatehouse.server.storage.RealmTx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Servers in {@code server}, rehearsals in {@code key_rehearsal}. */
final class JdbcServerStore implements ServerStore {
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  @Override
  public void seen(RealmTx tx, UUID server, String name) {
    tx.effect()
        .createUpdate(
            """
            INSERT INTO server (realm_id, server_id, name, started_at, seen_at)
            VALUES (:realm, :id, :name, :now, :now)
            ON CONFLICT (realm_id, server_id) DO UPDATE SET seen_at = :now
            """)
        .bind("realm", tx.realm().value())
        .bind("id", server)
        .bind("name", name)
        .bind("now", tx.now())
        .execute();
    tx.effect()
        .createUpdate("DELETE FROM server WHERE realm_id = :realm AND seen_at < :before")
        .bind("realm", tx.realm().value())
        .bind("before", tx.now().minus(FORGOTTEN))
        .execute();
  }

  @Override
  public void found(RealmTx tx, UUID server, UUID rehearsal, String finding) {
    tx.effect()
        .createUpdate(
            """
            UPDATE server SET rehearsal = :rehearsal, finding = :finding, seen_at = :now
            WHERE realm_id = :realm AND server_id = :id
            """)
        .bind("rehearsal", rehearsal)
        .bind("finding", finding)
        .bind("now", tx.now())
        .bind("realm", tx.realm().value())
        .bind("id", server)
        .execute();
  }

  @Override
  public void left(RealmTx tx, UUID server) {
    tx.effect()
        .createUpdate("DELETE FROM server WHERE realm_id = :realm AND server_id = :id")
        .bind("realm", tx.realm().value())
        .bind("id", server)
        .execute();
  }

  @Override
  public List<Known> since(RealmTx tx, Instant time) {
    return tx.read()
        .createQuery(
            """
            SELECT server_id, name, rehearsal, finding FROM server
            WHERE realm_id = :realm AND seen_at >= :since ORDER BY name, server_id
            """)
        .bind("realm", tx.realm().value())
        .bind("since", time)
        .map((row, _) ->
            new Known(
                row.getObject("server_id", UUID.class),
                row.getString("name"),
                Optional.ofNullable(row.getObject("rehearsal", UUID.class)),
                Objects.toString(row.getString("finding"), "")))
        .list();
  }

  @Override
  public void ask(RealmTx tx, UUID rehearsal, String probes) {
    tx.effect()
        .createUpdate("DELETE FROM key_rehearsal WHERE realm_id = :realm")
        .bind("realm", tx.realm().value())
        .execute();
    tx.effect()
        .createUpdate(
            """
            INSERT INTO key_rehearsal (realm_id, rehearsal_id, probes, created_at)
            VALUES (:realm, :id, :probes, :now)
            """)
        .bind("realm", tx.realm().value())
        .bind("id", rehearsal)
        .bind("probes", probes)
        .bind("now", tx.now())
        .execute();
  }

  @Override
  public Optional<Asked> asked(RealmTx tx) {
    return tx.read()
        .createQuery(
            """
            SELECT rehearsal_id, probes FROM key_rehearsal WHERE realm_id = :realm
            ORDER BY created_at DESC LIMIT 1
            """)
        .bind("realm", tx.realm().value())
        .map((row, _) ->
            new Asked(row.getObject("rehearsal_id", UUID.class), row.getString("probes")))
        .findOne();
  }
}
