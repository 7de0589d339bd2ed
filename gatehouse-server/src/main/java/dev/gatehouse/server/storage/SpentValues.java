package dev.gatehouse.server.storage;

import java.time.Instant;

/**
 * Values of others that are good once, such as the {@code jti} of an assertion: kept as digests, in
 * {@code spent_value}, until they have expired anyway.
 */
public final class SpentValues {
  /** What a value is; equal digests of two kinds are two values. */
  public enum Kind {
    CLIENT_ASSERTION,
    DPOP_PROOF
  }

  /**
   * Keeps that it is used; stays when the request is refused.
   *
   * @param digest 32 bytes, of everything that makes the value one of a kind
   * @return whether this was the first time
   */
  public boolean spend(RealmTx tx, Kind kind, byte[] digest, Instant expires) {
    return tx.lasting()
            .createUpdate(
                """
                INSERT INTO spent_value (realm_id, kind, digest, expires_at)
                VALUES (:realm, :kind, :digest, :expires) ON CONFLICT DO NOTHING
                """)
            .bind("realm", tx.realm().value())
            .bind("kind", kind.name())
            .bind("digest", digest)
            .bind("expires", expires)
            .execute()
        == 1;
  }
}
