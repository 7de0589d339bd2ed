package dev.gatehouse.server.login;

import dev.gatehouse.server.storage.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/** Journeys in {@code journey}. */
final class JdbcJourneyStore implements JourneyStore {
  private static final String OPEN =
      """
      realm_id = :realm AND journey_id = :id AND browser_digest = :browser
        AND finished_at IS NULL AND expires_at > :now
      """;

  @Override
  public void insert(Tx tx, Row row) {
    tx.lasting()
        .createUpdate(
            """
            INSERT INTO journey (realm_id, journey_id, browser_digest, step, sealed, created_at, expires_at)
            VALUES (:realm, :id, :browser, :step, :sealed, :created, :expires)
            """)
        .bind("realm", tx.realm().value())
        .bind("id", row.id().value())
        .bind("browser", row.browserDigest())
        .bind("step", row.step().stored())
        .bind("sealed", row.sealed())
        .bind("created", row.createdAt())
        .bind("expires", row.expiresAt())
        .execute();
  }

  @Override
  public Optional<Row> find(Tx tx, JourneyId id, byte[] browserDigest) {
    return open(tx.read().createQuery("SELECT * FROM journey WHERE " + OPEN), tx, id, browserDigest)
        .map((row, context) -> row(row))
        .findOne();
  }

  @Override
  public boolean advance(Tx tx, byte[] browserDigest, Journey.Step from, Row next) {
    return open(
                tx.effect()
                    .createUpdate(
                        """
                        UPDATE journey SET browser_digest = :fresh, step = :next, sealed = :sealed
                        WHERE step = :from AND
                        """
                            + OPEN),
                tx,
                next.id(),
                browserDigest)
            .bind("fresh", next.browserDigest())
            .bind("next", next.step().stored())
            .bind("sealed", next.sealed())
            .bind("from", from.stored())
            .execute()
        == 1;
  }

  @Override
  public Optional<Row> finish(Tx tx, JourneyId id, byte[] browserDigest, Journey.Step at) {
    return open(
            tx.lasting()
                .createQuery(
                    "UPDATE journey SET finished_at = :now WHERE step = :at AND "
                        + OPEN
                        + " RETURNING *"),
            tx,
            id,
            browserDigest)
        .bind("at", at.stored())
        .map((row, context) -> row(row))
        .findOne();
  }

  private static <S extends SqlStatement<S>> S open(
      S statement, Tx tx, JourneyId id, byte[] browserDigest) {
    return statement
        .bind("realm", tx.realm().value())
        .bind("id", id.value())
        .bind("browser", browserDigest)
        .bind("now", tx.now());
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new JourneyId(row.getObject("journey_id", UUID.class)),
        row.getBytes("browser_digest"),
        Journey.Step.read(row.getString("step")),
        row.getBytes("sealed"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("expires_at").toInstant());
  }
}
