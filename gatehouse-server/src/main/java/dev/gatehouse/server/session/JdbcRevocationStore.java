package dev.gatehouse.server.session;

import dev.gatehouse.server.session.Revocations.Subject;
import dev.gatehouse.server.storage.Sql;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Revocations in {@code revocation}, the number in {@code realm}. */
final class JdbcRevocationStore implements RevocationStore {
  private static final Sql SINCE =
      Sql.of(
          """
          SELECT rs, subject, revoked_at FROM revocation
          WHERE realm_id = :realm AND rs >= :rs
            AND (revoked_at > :after OR rs = (SELECT rs FROM realm WHERE realm_id = :realm))
          ORDER BY rs
          """);

  @Override
  public long append(Tx tx, Collection<Subject> subjects) {
    return append(tx, tx.effect(), subjects);
  }

  @Override
  public long appendLasting(Tx tx, Collection<Subject> subjects) {
    return append(tx, tx.lasting(), subjects);
  }

  private static long append(Tx tx, Handle as, Collection<Subject> subjects) {
    // INVARIANT: the row of the realm stays locked until the commit, so numbers become visible in
    // order
    long last =
        as.createQuery("UPDATE realm SET rs = rs + :count WHERE realm_id = :realm RETURNING rs")
            .bind("count", subjects.size())
            .bind("realm", tx.realm().value())
            .mapTo(Long.class)
            .one();
    long next = last - subjects.size();
    PreparedBatch batch =
        as.prepareBatch(
            """
            INSERT INTO revocation (realm_id, rs, kind, subject, tenant_id, revoked_at)
            VALUES (:realm, :rs, :kind, :subject, :tenant, :now)
            """);
    for (Subject subject : subjects) {
      next++;
      batch
          .bind("realm", tx.realm().value())
          .bind("rs", next)
          .bind("kind", subject.kind().text())
          .bind("subject", subject.text())
          .bind("tenant", tx.tenant().value())
          .bind("now", tx.now())
          .add();
    }
    batch.execute();
    return last;
  }

  @Override
  public long current(Tx tx) {
    return tx.read()
        .createQuery("SELECT rs FROM realm WHERE realm_id = :realm")
        .bind("realm", tx.realm().value())
        .mapTo(Long.class)
        .one();
  }

  @Override
  public boolean isRevoked(Tx tx, long rs, Collection<Subject> subjects) {
    return tx.read()
        .createQuery(
            """
            SELECT EXISTS (
              SELECT 1 FROM revocation
              WHERE realm_id = :realm AND subject = ANY (:subjects) AND rs > :rs)
            """)
        .bind("realm", tx.realm().value())
        .bindArray("subjects", String.class, subjects.stream().map(Subject::text).toList())
        .bind("rs", rs)
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public List<Numbered> since(TenantTx tx, long rs, Instant revokedAfter) {
    return tx.read(SINCE)
        .set("realm", tx.realm().value())
        .set("rs", rs)
        .set("after", revokedAfter)
        .list(row ->
            new Numbered(
                row.getLong("rs"),
                row.getString("subject"),
                row.getTimestamp("revoked_at").toInstant()));
  }
}
