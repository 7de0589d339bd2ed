package dev.gatehouse.server.storage;

import java.time.Duration;
import java.util.UUID;

/**
 * Who does what one server does for all. Whoever holds a job keeps it while it says so again in
 * time; after that the first to ask has it. A lease keeps work from being done twice in the usual
 * case; what must never happen twice is kept from it by its own statements.
 */
public final class JobLeases {
  /**
   * Takes or keeps a job.
   *
   * @param holder a server
   * @param life how long without another word
   * @return whether it is this server's
   */
  public boolean hold(RealmTx tx, String job, UUID holder, Duration life) {
    return tx.effect()
            .createUpdate(
                """
                INSERT INTO job_lease AS it (realm_id, job, holder, until)
                VALUES (:realm, :job, :holder, :until)
                ON CONFLICT (realm_id, job) DO UPDATE SET holder = :holder, until = :until
                WHERE it.holder = :holder OR it.until <= :now
                """)
            .bind("realm", tx.realm().value())
            .bind("job", job)
            .bind("holder", holder)
            .bind("until", tx.now().plus(life))
            .bind("now", tx.now())
            .execute()
        == 1;
  }
}
