package dev.gatehouse.server.client;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.realm.SecretDigest;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Update;

/** Registered clients in {@code client}. */
final class JdbcRegisteredClientStore implements RegisteredClientStore {
  private static final String COLUMNS =
      """
      SELECT client_id, metadata, secret_digest, registration_digest, wants_logout, origins, created_at FROM client
      """;

  @Override
  public Optional<Row> find(Tx tx, ClientId id) {
    return tx.read()
        .createQuery(COLUMNS + "WHERE realm_id = :realm AND client_id = :id")
        .bind("realm", tx.realm().value())
        .bind("id", id.value())
        .map((row, context) -> row(row))
        .findOne();
  }

  @Override
  public List<Row> withOrigin(RealmTx tx, String origin) {
    return tx.read()
        .createQuery(COLUMNS + "WHERE realm_id = :realm AND origins @> ARRAY[:origin]::text[]")
        .bind("realm", tx.realm().value())
        .bind("origin", origin)
        .map((row, context) -> row(row))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new ClientId(row.getString("client_id")),
        row.getString("metadata"),
        Optional.ofNullable(row.getBytes("secret_digest")).map(SecretDigest::ofBytes),
        row.getBytes("registration_digest"),
        row.getBoolean("wants_logout"),
        List.of((String[]) row.getArray("origins").getArray()),
        row.getTimestamp("created_at").toInstant());
  }

  @Override
  public void insert(RealmTx tx, Row row, UUID through) {
    bind(
            tx.effect()
                .createUpdate(
                    """
                    INSERT INTO client (realm_id, client_id, metadata, secret_digest, registration_digest, wants_logout,
                      origins, registered_through, created_at, updated_at)
                    VALUES (:realm, :id, :metadata, :secret, :registration, :logout, :origins, :through, :now, :now)
                    """),
            tx,
            row)
        .bind("through", through)
        .execute();
  }

  @Override
  public boolean replace(RealmTx tx, Row row, byte[] before) {
    return bind(
                tx.effect()
                    .createUpdate(
                        """
                        UPDATE client SET metadata = :metadata, secret_digest = :secret, registration_digest = :registration,
                          wants_logout = :logout, origins = :origins, updated_at = :now
                        WHERE realm_id = :realm AND client_id = :id AND registration_digest = :before
                        """),
                tx,
                row)
            .bind("before", before)
            .execute()
        == 1;
  }

  private static Update bind(Update update, RealmTx tx, Row row) {
    return update
        .bind("realm", tx.realm().value())
        .bind("id", row.id().value())
        .bind("metadata", row.metadata())
        .bind("secret", row.secret().map(SecretDigest::bytes).orElse(null))
        .bind("registration", row.registration())
        .bind("logout", row.wantsLogout())
        .bindArray("origins", String.class, row.origins())
        .bind("now", tx.now());
  }

  @Override
  public boolean delete(RealmTx tx, ClientId id, byte[] registration) {
    return tx.effect()
            .createUpdate(
                """
                DELETE FROM client
                WHERE realm_id = :realm AND client_id = :id AND registration_digest = :registration
                """)
            .bind("realm", tx.realm().value())
            .bind("id", id.value())
            .bind("registration", registration)
            .execute()
        == 1;
  }
}
