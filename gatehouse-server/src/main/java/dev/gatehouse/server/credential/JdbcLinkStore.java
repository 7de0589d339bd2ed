package dev.gatehouse.server.credential;

import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.storage.TenantTx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** Links in {@code link}. */
final class JdbcLinkStore implements LinkStore {
  private static final String COLUMNS =
      "link_id, kind, principal_id, browser_digest, address, created_at, expires_at, used_at, superseded_at";

  @Override
  public void issue(TenantTx tx, NewLink link) {
    if (link.kind().supersedesOlder()) {
      supersedeOlder(tx, link);
    }
    tx.effect()
        .createUpdate(
            """
            INSERT INTO link (tenant_id, link_id, principal_id, kind, digest, browser_digest, address,
                              created_at, expires_at)
            VALUES (:tenant, :id, :person, :kind, :digest, :browser, :address, :now, :expires)
            """)
        .bind("tenant", tx.tenant().value())
        .bind("id", link.token().id())
        .bind("person", link.person().map(PrincipalId::value).orElse(null))
        .bind("kind", link.kind().text())
        .bind("digest", link.token().digest())
        .bind("browser", link.browser().orElse(null))
        .bind("address", link.address().map(EmailAddress::address).orElse(null))
        .bind("now", tx.now())
        .bind("expires", tx.now().plus(link.life()))
        .execute();
  }

  private static void supersedeOlder(TenantTx tx, NewLink link) {
    tx.effect()
        .createUpdate(
            """
            UPDATE link SET superseded_at = :now
            WHERE tenant_id = :tenant AND kind = :kind AND principal_id IS NOT DISTINCT FROM :person
              AND used_at IS NULL AND superseded_at IS NULL
            """)
        .bind("tenant", tx.tenant().value())
        .bind("kind", link.kind().text())
        .bindByType("person", link.person().map(PrincipalId::value).orElse(null), UUID.class)
        .bind("now", tx.now())
        .execute();
  }

  @Override
  public Finding find(TenantTx tx, OpaqueToken presented) {
    return row(tx, presented)
        .map(row ->
            row.dead(tx).<Finding>map(dead -> dead).orElseGet(() -> new Finding.Open(row.link)))
        .orElse(DeadLink.UNKNOWN);
  }

  @Override
  public Consumption consume(TenantTx tx, OpaqueToken presented) {
    Query update =
        tx.lasting()
            .createQuery(
                """
                UPDATE link SET used_at = :now
                WHERE tenant_id = :tenant AND link_id = :id AND kind = :kind AND digest = :digest
                  AND used_at IS NULL AND superseded_at IS NULL AND expires_at > :now
                RETURNING <columns>
                """)
            .define("columns", COLUMNS)
            .bind("now", tx.now());
    Optional<Row> used =
        identified(tx, update, presented).map((row, context) -> row(row)).findOne();
    if (used.isPresent()) {
      return new Consumption.Consumed(used.get().link);
    }
    return row(tx, presented).flatMap(row -> row.dead(tx)).orElse(DeadLink.UNKNOWN);
  }

  private static Optional<Row> row(TenantTx tx, OpaqueToken presented) {
    Query query =
        tx.read()
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM link WHERE tenant_id = :tenant AND link_id = :id AND kind = :kind AND digest = :digest");
    return identified(tx, query, presented).map((row, context) -> row(row)).findOne();
  }

  private static <S extends SqlStatement<S>> S identified(
      TenantTx tx, S statement, OpaqueToken presented) {
    return statement
        .bind("tenant", tx.tenant().value())
        .bind("id", presented.id())
        .bind("kind", kindOf(presented).text())
        .bind("digest", presented.digest());
  }

  private static LinkKind kindOf(OpaqueToken presented) {
    return Arrays.stream(LinkKind.values())
        .filter(kind -> kind.token() == presented.kind())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a link: " + presented));
  }

  @Override
  public Optional<byte[]> lastBrowser(TenantTx tx, PrincipalId person, LinkKind kind) {
    return tx.read()
        .createQuery(
            """
            SELECT browser_digest FROM link
            WHERE tenant_id = :tenant AND principal_id = :person AND kind = :kind
            ORDER BY created_at DESC, link_id DESC LIMIT 1
            """)
        .bind("tenant", tx.tenant().value())
        .bind("person", person.value())
        .bind("kind", kind.text())
        .map((row, context) -> Optional.ofNullable(row.getBytes("browser_digest")))
        .findOne()
        .flatMap(digest -> digest);
  }

  @Override
  public void supersede(TenantTx tx, PrincipalId person, Set<LinkKind> kinds) {
    Handle effect = tx.effect();
    for (LinkKind kind : kinds) {
      effect
          .createUpdate(
              """
              UPDATE link SET superseded_at = :now
              WHERE tenant_id = :tenant AND principal_id = :person AND kind = :kind
                AND used_at IS NULL AND superseded_at IS NULL
              """)
          .bind("tenant", tx.tenant().value())
          .bind("person", person.value())
          .bind("kind", kind.text())
          .bind("now", tx.now())
          .execute();
    }
  }

  @Override
  public void supersedeAll(TenantTx tx) {
    tx.effect()
        .createUpdate(
            """
            UPDATE link SET superseded_at = :now
            WHERE tenant_id = :tenant AND used_at IS NULL AND superseded_at IS NULL
            """)
        .bind("tenant", tx.tenant().value())
        .bind("now", tx.now())
        .execute();
  }

  @Override
  public void supersedeYounger(TenantTx tx, Link than) {
    tx.effect()
        .createUpdate(
            """
            UPDATE link SET superseded_at = :now
            WHERE tenant_id = :tenant AND principal_id = :person AND kind = :kind
              AND created_at >= :created AND link_id <> :id AND used_at IS NULL AND superseded_at IS NULL
            """)
        .bind("tenant", tx.tenant().value())
        .bind("person", than.owner().value())
        .bind("kind", than.kind().text())
        .bind("created", than.createdAt())
        .bind("id", than.id())
        .bind("now", tx.now())
        .execute();
  }

  /** A link and what happened to it. */
  private record Row(Link link, boolean used, boolean superseded) {
    Optional<DeadLink> dead(TenantTx tx) {
      if (used) {
        return Optional.of(DeadLink.USED);
      }
      if (superseded) {
        return Optional.of(DeadLink.SUPERSEDED);
      }
      return link.expiresAt().isAfter(tx.now()) ? Optional.empty() : Optional.of(DeadLink.EXPIRED);
    }
  }

  private static Row row(ResultSet row) throws SQLException {
    UUID person = row.getObject("principal_id", UUID.class);
    String address = row.getString("address");
    Timestamp used = row.getTimestamp("used_at");
    Timestamp superseded = row.getTimestamp("superseded_at");
    Link link =
        new Link(
            row.getObject("link_id", UUID.class),
            LinkKind.ofText(row.getString("kind")),
            Optional.ofNullable(person).map(PrincipalId::new),
            Optional.ofNullable(row.getBytes("browser_digest")),
            Optional.ofNullable(address).flatMap(EmailAddress::parse),
            row.getTimestamp("created_at").toInstant(),
            row.getTimestamp("expires_at").toInstant());
    return new Row(link, used != null, superseded != null);
  }
}
