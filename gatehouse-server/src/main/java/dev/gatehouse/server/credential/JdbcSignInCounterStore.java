package dev.gatehouse.server.credential;

import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.Tx;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** Counts in {@code sign_in_counter}. */
final class JdbcSignInCounterStore implements SignInCounterStore {
  @Override
  public Optional<Instant> lockedUntil(RealmTx tx, byte[] addressMac) {
    // the row is made first, so that tries in parallel queue at it from the very first on
    tx.lasting()
        .createUpdate(
            """
            INSERT INTO sign_in_counter (realm_id, address_mac, failures, last_failure_at)
            VALUES (:realm, :mac, 0, :now) ON CONFLICT DO NOTHING
            """)
        .bind("realm", tx.realm().value())
        .bind("mac", addressMac)
        .bind("now", tx.now())
        .execute();
    return tx.read()
        .createQuery(
            """
            SELECT locked_until FROM sign_in_counter
            WHERE realm_id = :realm AND address_mac = :mac FOR UPDATE
            """)
        .bind("realm", tx.realm().value())
        .bind("mac", addressMac)
        .map((row, context) -> Optional.ofNullable(row.getTimestamp("locked_until")))
        .findOne()
        .flatMap(until -> until.map(Timestamp::toInstant))
        .filter(until -> until.isAfter(tx.now()));
  }

  @Override
  public int count(RealmTx tx, byte[] addressMac) {
    return tx.lasting()
        .createQuery(
            """
            INSERT INTO sign_in_counter (realm_id, address_mac, failures, last_failure_at)
            VALUES (:realm, :mac, 1, :now)
            ON CONFLICT (realm_id, address_mac) DO UPDATE
            SET failures = least(sign_in_counter.failures + 1, 1000000), last_failure_at = excluded.last_failure_at
            RETURNING failures
            """)
        .bind("realm", tx.realm().value())
        .bind("mac", addressMac)
        .bind("now", tx.now())
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public void lock(RealmTx tx, byte[] addressMac, Instant until) {
    tx.lasting()
        .createUpdate(
            """
            UPDATE sign_in_counter SET locked_until = :until
            WHERE realm_id = :realm AND address_mac = :mac
            """)
        .bind("realm", tx.realm().value())
        .bind("mac", addressMac)
        .bind("until", until)
        .execute();
  }

  @Override
  public void clear(Tx tx, byte[] addressMac) {
    tx.effect()
        .createUpdate("DELETE FROM sign_in_counter WHERE realm_id = :realm AND address_mac = :mac")
        .bind("realm", tx.realm().value())
        .bind("mac", addressMac)
        .execute();
  }
}
