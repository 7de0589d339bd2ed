package dev.gatehouse.server.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads the catalogue and says what would let one tenant see another's rows. The server refuses to
 * start while there is anything to say.
 *
 * <p>A table is walled by tenant (row security enabled and forced, a {@code tenant_id uuid NOT
 * NULL} leading its primary key, a policy with USING and WITH CHECK) or stands in {@link
 * #REALM_TABLES}.
 */
public final class TenantGuard {
  /** The reviewed list of tables without a tenant wall, and why each needs none. */
  public static final Map<String, String> REALM_TABLES =
      Map.ofEntries(
          Map.entry("realm", "one row a realm: its revocation sequence"),
          Map.entry("revocation", "what was revoked, read by number across a realm's tenants"),
          Map.entry("signing_key", "keys belong to a realm"),
          Map.entry("tenant_slug", "finds the tenant, so it can't need one"),
          Map.entry("login_index", "finds the tenant of an address; the address is a keyed digest"),
          Map.entry("sign_in_counter", "counts by address before a tenant is known"),
          Map.entry("mail_budget", "counts by address before a tenant is known"),
          Map.entry("mail_request", "asked by address before a tenant is known"),
          Map.entry("journey", "begins before a tenant is known"),
          Map.entry("flyway_schema_history", "the migrator's own; the server has no grant on it"));

  private static final String TENANT_WALL = "nullif(current_setting('gatehouse.tenant'";
  private static final String REALM_WALL = "nullif(current_setting('gatehouse.realm'";

  private final Jdbi database;

  public TenantGuard(Jdbi database) {
    this.database = database;
  }

  /** Every breach found, in plain words; empty when the walls stand. */
  public List<String> breaches() {
    return database.inTransaction(handle -> {
      List<String> breaches = new ArrayList<>();
      role(handle, breaches);
      tables(handle, breaches);
      otherDoors(handle, breaches);
      return List.copyOf(breaches);
    });
  }

  private static void role(Handle handle, List<String> breaches) {
    handle
        .createQuery(
            """
            SELECT rolname FROM pg_roles
            WHERE rolname = current_user AND (rolsuper OR rolbypassrls)
               OR rolname IN ('gatehouse_app', 'gatehouse_worker') AND (rolsuper OR rolbypassrls OR rolcreaterole)
            """)
        .mapTo(String.class)
        .forEach(role -> breaches.add("role " + role + " can go around row security"));
    handle
        .createQuery(
            """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'gatehouse' AND pg_has_role(current_user, c.relowner, 'MEMBER')
            """)
        .mapTo(String.class)
        .forEach(table -> breaches.add("the runtime role owns " + table));
  }

  private static void tables(Handle handle, List<String> breaches) {
    handle
        .createQuery(
            """
            SELECT c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
              EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'
                AND a.atttypid = 'uuid'::regtype AND a.attnotnull) AS has_tenant,
              EXISTS (SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                WHERE i.indrelid = c.oid AND i.indisprimary AND a.attname = 'tenant_id') AS leads_key,
              (SELECT string_agg(coalesce(pg_get_expr(p.polqual, c.oid), '-') || ' / '
                  || coalesce(pg_get_expr(p.polwithcheck, c.oid), '-'), ' ; ')
                FROM pg_policy p WHERE p.polrelid = c.oid
                  AND ('gatehouse_app'::regrole = ANY (p.polroles) OR 0 = ANY (p.polroles))) AS wall
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'gatehouse' AND c.relkind IN ('r', 'p')
            """)
        .map((row, context) ->
            new Table(
                row.getString("name"),
                row.getBoolean("enabled") && row.getBoolean("forced"),
                row.getBoolean("has_tenant") && row.getBoolean("leads_key"),
                row.getString("wall") == null ? "" : row.getString("wall")))
        .forEach(table -> table.addBreaches(breaches));
  }

  private record Table(String name, boolean forced, boolean keyed, String wall) {
    void addBreaches(List<String> breaches) {
      if (name.equals("flyway_schema_history")) {
        return;
      }
      boolean realmTable = REALM_TABLES.containsKey(name);
      if (!forced) {
        breaches.add("table " + name + " has no forced row security");
      }
      if (!realmTable && !keyed) {
        breaches.add("table " + name + " does not begin its primary key with tenant_id");
      }
      // both sides of the one policy: what is seen (USING) and what may be written (WITH CHECK)
      String setting = (realmTable ? REALM_WALL : TENANT_WALL).toLowerCase(Locale.ROOT);
      String text = wall.toLowerCase(Locale.ROOT);
      boolean single = !text.contains(" ; ");
      if (!single || text.split(Pattern.quote(setting), -1).length != 3) {
        breaches.add(
            "table "
                + name
                + " has not exactly one policy with USING and WITH CHECK on its setting");
      }
    }
  }

  /**
   * Ways around row security that need no policy: definer functions, views as owner, truncation.
   */
  private static void otherDoors(Handle handle, List<String> breaches) {
    handle
        .createQuery(
            """
            SELECT 'function ' || p.proname || ' is SECURITY DEFINER' FROM pg_proc p
              JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'gatehouse' AND p.prosecdef
            UNION ALL
            SELECT 'view ' || c.relname || ' is not security_invoker' FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'gatehouse' AND c.relkind = 'v'
              AND NOT coalesce('security_invoker=true' = ANY (c.reloptions) OR 'security_invoker=on' = ANY (c.reloptions), false)
            UNION ALL
            SELECT 'materialised view ' || c.relname || ' holds a copy' FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'gatehouse' AND c.relkind = 'm'
            UNION ALL
            SELECT 'role ' || r.rolname || ' may truncate ' || c.relname FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              CROSS JOIN pg_roles r
              WHERE n.nspname = 'gatehouse' AND c.relkind IN ('r', 'p')
                AND r.rolname IN ('gatehouse_app', 'gatehouse_worker') AND has_table_privilege(r.oid, c.oid, 'TRUNCATE')
            UNION ALL
            SELECT 'role ' || r.rolname || ' may change audit_record' FROM pg_roles r
              WHERE r.rolname IN ('gatehouse_app', 'gatehouse_worker')
                AND has_table_privilege(r.oid, 'gatehouse.audit_record', 'UPDATE, DELETE')
            """)
        .mapTo(String.class)
        .forEach(breaches::add);
  }
}
