package dev.gatehouse.server.tenant;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.TenantTx;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;

/** Tenants in {@code tenant}, their slugs in {@code tenant_slug}. */
final class JdbcTenantStore implements TenantStore {
  private static final String SELECT =
      """
      SELECT slug, name, status, region, created_at FROM tenant
      WHERE tenant_id = :tenant AND realm_id = :realm
      """;

  private static final int COUNTED = 5;
  private static final int DRAWN = 20;

  private final Csprng random;

  JdbcTenantStore(Csprng random) {
    this.random = random;
  }

  @Override
  public TenantSlug create(TenantTx tx, String name) {
    TenantSlug suggested = TenantSlug.suggestedBy(name);
    insert(tx, name, suggested);
    TenantSlug free =
        candidates(suggested)
            .filter(slug -> take(tx, slug))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no free slug for " + suggested));
    if (!free.equals(suggested)) {
      tx.effect()
          .createUpdate("UPDATE tenant SET slug = :slug WHERE tenant_id = :tenant")
          .bind("slug", free.value())
          .bind("tenant", tx.tenant().value())
          .execute();
    }
    return free;
  }

  /** Small numbers first; drawn ones once somebody fills those up. */
  private Stream<TenantSlug> candidates(TenantSlug suggested) {
    Stream<TenantSlug> counted = IntStream.rangeClosed(2, COUNTED).mapToObj(suggested::numbered);
    Stream<TenantSlug> drawn = Stream.generate(() -> suggested.numbered(sixDigits())).limit(DRAWN);
    return Stream.of(Stream.of(suggested), counted, drawn).flatMap(slugs -> slugs);
  }

  private int sixDigits() {
    return 100_000 + Math.floorMod(ByteBuffer.wrap(random.bytes(Integer.BYTES)).getInt(), 900_000);
  }

  private static void insert(TenantTx tx, String name, TenantSlug slug) {
    tx.effect()
        .createUpdate(
            """
            INSERT INTO tenant (tenant_id, realm_id, slug, name, status, created_at)
            VALUES (:tenant, :realm, :slug, :name, 'active', :now)
            """)
        .bind("tenant", tx.tenant().value())
        .bind("realm", tx.realm().value())
        .bind("slug", slug.value())
        .bind("name", name)
        .bind("now", tx.now())
        .execute();
  }

  private static boolean take(TenantTx tx, TenantSlug slug) {
    return tx.effect()
            .createUpdate(
                """
                INSERT INTO tenant_slug (realm_id, slug, tenant_id) VALUES (:realm, :slug, :tenant)
                ON CONFLICT DO NOTHING
                """)
            .bind("realm", tx.realm().value())
            .bind("slug", slug.value())
            .bind("tenant", tx.tenant().value())
            .execute()
        == 1;
  }

  @Override
  public Optional<Tenant> find(TenantTx tx) {
    return one(tx, tx.read().createQuery(SELECT));
  }

  @Override
  public Optional<Tenant> hold(TenantTx tx) {
    return one(tx, tx.read().createQuery(SELECT + " FOR NO KEY UPDATE"));
  }

  private static Optional<Tenant> one(TenantTx tx, Query query) {
    return query
        .bind("tenant", tx.tenant().value())
        .bind("realm", tx.realm().value())
        .map((row, context) ->
            new Tenant(
                tx.tenant(),
                new TenantSlug(row.getString("slug")),
                row.getString("name"),
                row.getString("status").equals("active"),
                row.getString("region"),
                row.getTimestamp("created_at").toInstant()))
        .findOne();
  }

  @Override
  public Optional<TenantId> bySlug(RealmTx tx, TenantSlug slug) {
    return tx.read()
        .createQuery("SELECT tenant_id FROM tenant_slug WHERE realm_id = :realm AND slug = :slug")
        .bind("realm", tx.realm().value())
        .bind("slug", slug.value())
        .mapTo(UUID.class)
        .findOne()
        .map(TenantId::new);
  }

  @Override
  public Map<TenantSlug, TenantId> slugs(RealmTx tx) {
    Map<TenantSlug, TenantId> slugs = new LinkedHashMap<>();
    tx.read()
        .createQuery(
            "SELECT slug, tenant_id FROM tenant_slug WHERE realm_id = :realm ORDER BY slug")
        .bind("realm", tx.realm().value())
        .map((row, context) ->
            Map.entry(
                new TenantSlug(row.getString("slug")),
                new TenantId(row.getObject("tenant_id", UUID.class))))
        .forEach(found -> slugs.put(found.getKey(), found.getValue()));
    return slugs;
  }
}
