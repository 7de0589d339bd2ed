package dev.gatehouse.server.audit;

import dev.gatehouse.server.storage.Sql;
import dev.gatehouse.server.storage.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;

/** Records in {@code audit_record}, keys in {@code person_key} and {@code tenant_day_key}. */
final class JdbcAuditStore implements AuditStore {
  private static final Sql APPEND =
      Sql.of(
          """
          INSERT INTO audit_record (tenant_id, record_id, realm_id, recorded_at, bytes)
          VALUES (:tenant, :id, :realm, :now, :bytes)
          """,
          """
          INSERT INTO audit_record (tenant_id, record_id, realm_id, recorded_at, bytes)
          SELECT :tenant, r.id, :realm, :now, r.bytes FROM unnest(:id::uuid[], :bytes::bytea[]) AS r (id, bytes)
          """,
          Set.of("id", "bytes"));

  @Override
  public void append(Tx tx, UUID recordId, byte[] bytes) {
    tx.record(APPEND)
        .set("tenant", tx.tenant().value())
        .set("id", recordId)
        .set("realm", tx.realm().value())
        .set("now", tx.now())
        .set("bytes", bytes)
        .withCommit();
  }

  @Override
  public List<Stored> after(Tx tx, Optional<LogPosition> position, int limit) {
    String from = position.isPresent() ? "AND (recorded_at, record_id) > (:at, :id)" : "";
    Query query =
        tx.read()
            .createQuery(
                "SELECT recorded_at, record_id, bytes FROM audit_record WHERE tenant_id = :tenant "
                    + from
                    + " ORDER BY recorded_at, record_id LIMIT :limit")
            .bind("tenant", tx.tenant().value())
            .bind("limit", limit);
    position.ifPresent(place -> query.bind("at", place.recordedAt()).bind("id", place.recordId()));
    return query.map((row, context) -> stored(row)).list();
  }

  @Override
  public List<Stored> before(Tx tx, Optional<LogPosition> position, int limit) {
    String from = position.isPresent() ? "AND (recorded_at, record_id) < (:at, :id)" : "";
    Query query =
        tx.read()
            .createQuery(
                "SELECT recorded_at, record_id, bytes FROM audit_record WHERE tenant_id = :tenant "
                    + from
                    + " ORDER BY recorded_at DESC, record_id DESC LIMIT :limit")
            .bind("tenant", tx.tenant().value())
            .bind("limit", limit);
    position.ifPresent(place -> query.bind("at", place.recordedAt()).bind("id", place.recordId()));
    return query.map((row, context) -> stored(row)).list();
  }

  @Override
  public List<Stored> last(Tx tx, int limit) {
    return before(tx, Optional.empty(), limit).reversed();
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        new LogPosition(
            row.getTimestamp("recorded_at").toInstant(), row.getObject("record_id", UUID.class)),
        row.getBytes("bytes"));
  }

  @Override
  public Optional<byte[]> sealedKey(Tx tx, SealingKey name) {
    Query query =
        switch (name) {
          case SealingKey.OfPerson person ->
              tx.read()
                  .createQuery(
                      "SELECT sealed FROM person_key WHERE tenant_id = :tenant AND principal_id = :of")
                  .bind("of", person.person().value());
          case SealingKey.OfDay day ->
              tx.read()
                  .createQuery(
                      "SELECT sealed FROM tenant_day_key WHERE tenant_id = :tenant AND day = :of")
                  .bind("of", day.day());
        };
    return query.bind("tenant", tx.tenant().value()).mapTo(byte[].class).findOne();
  }

  @Override
  public void storeKey(Tx tx, SealingKey name, byte[] sealed) {
    var update =
        switch (name) {
          case SealingKey.OfPerson person ->
              tx.record()
                  .createUpdate(
                      "INSERT INTO person_key (tenant_id, principal_id, sealed) VALUES (:tenant, :of, :sealed) ON CONFLICT DO NOTHING")
                  .bind("of", person.person().value());
          case SealingKey.OfDay day ->
              tx.record()
                  .createUpdate(
                      "INSERT INTO tenant_day_key (tenant_id, day, sealed) VALUES (:tenant, :of, :sealed) ON CONFLICT DO NOTHING")
                  .bind("of", day.day());
        };
    update.bind("tenant", tx.tenant().value()).bind("sealed", sealed).execute();
  }
}
