package dev.gatehouse.server.client;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.realm.SecretDigest;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.Tx;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The clients of a realm that registered by themselves. */
public interface RegisteredClientStore {
  /** Those in the database. */
  static RegisteredClientStore ofDatabase() {
    return new JdbcRegisteredClientStore();
  }

  /**
   * One of them as it is kept.
   *
   * @param metadata as JSON
   * @param secret digest of its secret, where its method has one
   * @param registration digest of the token that may read and change it
   * @param wantsLogout whether it is told when sessions end
   */
  record Row(
      ClientId id,
      String metadata,
      Optional<SecretDigest> secret,
      byte[] registration,
      boolean wantsLogout,
      Instant registeredAt) {}

  /** The client, unless it is disabled. */
  Optional<Row> find(Tx tx, ClientId id);

  /**
   * Keeps a new one, as an effect.
   *
   * @param through the initial access token it came with
   */
  void insert(RealmTx tx, Row row, UUID through);

  /**
   * Puts this in place of what was, as an effect.
   *
   * @param before the registration token's digest until now
   * @return whether the client was still there with it
   */
  boolean replace(RealmTx tx, Row row, byte[] before);

  /**
   * Removes it, as an effect.
   *
   * @return whether it was still there with this registration token
   */
  boolean delete(RealmTx tx, ClientId id, byte[] registration);
}
