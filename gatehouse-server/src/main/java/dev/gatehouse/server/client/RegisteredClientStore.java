package dev.gatehouse.server.client;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.realm.SecretDigest;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.Tx;
import java.time.Instant;
import java.util.List;
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
   * @param origins of pages that may read our answers
   */
  record Row(
      ClientId id,
      String metadata,
      Optional<SecretDigest> secret,
      byte[] registration,
      boolean wantsLogout,
      List<String> origins,
      Instant registeredAt) {
    public Row {
      origins = List.copyOf(origins);
    }
  }

  /** The client, unless it is disabled. */
  Optional<Row> find(Tx tx, ClientId id);

  /** Those with pages of that origin. */
  List<Row> withOrigin(RealmTx tx, String origin);

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
