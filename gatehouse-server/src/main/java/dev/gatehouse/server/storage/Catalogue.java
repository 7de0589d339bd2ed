package dev.gatehouse.server.storage;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * The database's catalogue as facts, a line each: everything that decides which rows a role can
 * reach. A plain fact stands in {@link ReviewedSchema}; what starts with "role", "outside" or
 * "disabled" never may.
 */
final class Catalogue {
  private static final String RELATIONS =
      """
      SELECT CASE c.relkind WHEN 'r' THEN 'table ' WHEN 'p' THEN 'partitioned table ' WHEN 'v' THEN 'view '
          WHEN 'm' THEN 'materialised view ' WHEN 'f' THEN 'foreign table ' ELSE 'sequence ' END
        || c.relname || ', owned by ' || pg_get_userbyid(c.relowner)
        || CASE WHEN c.relkind <> 'v' THEN ''
          WHEN coalesce((SELECT o.option_value::boolean FROM pg_options_to_table(c.reloptions) o
            WHERE o.option_name = 'security_invoker'), false) THEN ', of its caller'
          ELSE ', without security_invoker' END
      FROM pg_class c WHERE c.relnamespace = 'gatehouse'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      UNION ALL
      SELECT 'row security of ' || c.relname || ': ' || CASE WHEN c.relrowsecurity AND c.relforcerowsecurity
        THEN 'enabled and forced' WHEN c.relrowsecurity THEN 'enabled, not forced' ELSE 'off' END
      FROM pg_class c WHERE c.relnamespace = 'gatehouse'::regnamespace AND c.relkind IN ('r', 'p')
      UNION ALL
      SELECT format('primary key of %s begins with %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod))
      FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
      WHERE c.relnamespace = 'gatehouse'::regnamespace
      UNION ALL
      SELECT format('unique index %s of %s is not unique by tenant', i.indexrelid::regclass, c.relname)
      FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisunique
        JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'tenant_wall'
      WHERE c.relnamespace = 'gatehouse'::regnamespace AND NOT EXISTS (SELECT FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.attnum = ANY (i.indkey))
      """;

  private static final String POLICIES =
      """
      SELECT format('policy %s on %s: %s %s to %s using %s check %s', p.polname, c.relname,
        CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
        CASE p.polcmd WHEN '*' THEN 'ALL' WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
          ELSE 'DELETE' END,
        (SELECT string_agg(CASE WHEN r = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(r) END, ', ' ORDER BY r)
          FROM unnest(p.polroles) r),
        coalesce(pg_get_expr(p.polqual, p.polrelid), '-'), coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '-'))
      FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = 'gatehouse'::regnamespace
      """;

  private static final String KEYS =
      """
      SELECT format('foreign key %s(%s) references %s(%s)%s', k.conrelid::regclass,
        (SELECT string_agg(a.attname, ', ' ORDER BY u.place) FROM unnest(k.conkey) WITH ORDINALITY u (attnum, place)
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum),
        k.confrelid::regclass,
        (SELECT string_agg(a.attname, ', ' ORDER BY u.place) FROM unnest(k.confkey) WITH ORDINALITY u (attnum, place)
          JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.attnum),
        CASE WHEN k.convalidated AND coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) THEN ''
          ELSE ', not enforced' END)
      FROM pg_constraint k JOIN pg_class child ON child.oid = k.conrelid JOIN pg_class parent ON parent.oid = k.confrelid
      WHERE k.contype = 'f' AND 'gatehouse'::regnamespace IN (child.relnamespace, parent.relnamespace)
      """;

  private static final String CODE =
      """
      SELECT format('function %s(%s), owned by %s, %s: %s', p.proname, pg_get_function_identity_arguments(p.oid),
        pg_get_userbyid(p.proowner),
        CASE WHEN p.prosecdef THEN 'SECURITY DEFINER' ELSE 'of its caller' END,
        ltrim(regexp_replace(p.prosrc, '\\s+', ' ', 'g')))
      FROM pg_proc p WHERE p.pronamespace = 'gatehouse'::regnamespace
      UNION ALL
      SELECT 'trigger' || CASE t.tgenabled WHEN 'A' THEN ', always: ' WHEN 'D' THEN ', never: ' ELSE ': ' END
        || pg_get_triggerdef(t.oid)
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE c.relnamespace = 'gatehouse'::regnamespace AND NOT t.tgisinternal
      UNION ALL
      SELECT format('disabled: the check of %s on %s', k.conname, c.relname)
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_constraint k ON k.oid = t.tgconstraint
      WHERE c.relnamespace = 'gatehouse'::regnamespace AND t.tgisinternal AND t.tgenabled NOT IN ('O', 'A')
      UNION ALL
      SELECT format('rule %s on %s', r.rulename, c.relname) FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
      WHERE c.relnamespace = 'gatehouse'::regnamespace AND c.relkind NOT IN ('v', 'm')
      """;

  private static final String GRANTS =
      """
      WITH given (acl, object, owner) AS (
        SELECT c.relacl, 'on ' || c.relname, c.relowner FROM pg_class c
          WHERE c.relnamespace = 'gatehouse'::regnamespace
        UNION ALL
        SELECT a.attacl, format('on %s(%s)', c.relname, a.attname), c.relowner
          FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'gatehouse'::regnamespace
        UNION ALL
        SELECT n.nspacl, 'on the schema', n.nspowner FROM pg_namespace n WHERE n.nspname = 'gatehouse'
        UNION ALL
        SELECT d.defaclacl, 'on what is yet to be made by ' || pg_get_userbyid(d.defaclrole), d.defaclrole
          FROM pg_default_acl d WHERE d.defaclnamespace IN (0, 'gatehouse'::regnamespace))
      SELECT format('grant %s %s to %s%s', a.privilege_type, g.object,
        CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END,
        CASE WHEN a.is_grantable THEN ' with grant option' ELSE '' END)
      FROM given g CROSS JOIN LATERAL aclexplode(g.acl) a WHERE a.grantee <> g.owner
      """;

  private static final String ROLES =
      """
      SELECT 'role ' || current_user || ' is not the server''s' WHERE current_user <> 'gatehouse_app'
      UNION ALL
      SELECT format('role %s has %s', r.rolname, concat_ws(' ', CASE WHEN r.rolsuper THEN 'SUPERUSER' END,
        CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END, CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END,
        CASE WHEN r.rolcreatedb THEN 'CREATEDB' END, CASE WHEN r.rolreplication THEN 'REPLICATION' END,
        CASE WHEN r.rolinherit THEN 'INHERIT' END))
      FROM pg_roles r WHERE r.rolname IN ('gatehouse_migrator', 'gatehouse_app', 'gatehouse_worker')
        AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolinherit)
      UNION ALL
      SELECT format('role %s is a member of %s', pg_get_userbyid(m.member), pg_get_userbyid(m.roleid))
      FROM pg_auth_members m
      WHERE pg_get_userbyid(m.member) IN ('gatehouse_migrator', 'gatehouse_app', 'gatehouse_worker')
      UNION ALL
      SELECT format('role %s starts with %s', CASE WHEN s.setrole = 0 THEN 'of anybody'
        ELSE pg_get_userbyid(s.setrole) END, c.setting)
      FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) c (setting)
      WHERE (s.setdatabase = 0 OR s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))
        AND (s.setrole = 0 OR pg_get_userbyid(s.setrole) IN ('gatehouse_app', 'gatehouse_worker'))
        AND c.setting ~ '^(gatehouse[.]|role=|search_path=|session_replication_role=)'
      """;

  private static final String OUTSIDE =
      """
      WITH runtime AS (SELECT oid, rolname FROM pg_roles WHERE rolname IN ('gatehouse_app', 'gatehouse_worker')),
        other AS (SELECT oid, nspname FROM pg_namespace
          WHERE nspname NOT IN ('gatehouse', 'information_schema') AND nspname NOT LIKE 'pg\\_%')
      SELECT format('outside: %s may use %s.%s', r.rolname, n.nspname, c.relname)
      FROM runtime r CROSS JOIN other n JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      WHERE has_schema_privilege(r.oid, n.oid, 'USAGE')
        AND (has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
          OR has_any_column_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE'))
      UNION ALL
      SELECT format('outside: %s may call %s.%s, SECURITY DEFINER', r.rolname, n.nspname, p.proname)
      FROM runtime r CROSS JOIN other n JOIN pg_proc p ON p.pronamespace = n.oid AND p.prosecdef
      WHERE has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
      UNION ALL
      SELECT format('outside: %s may create in %s', r.rolname, n.nspname) FROM runtime r CROSS JOIN other n
      WHERE has_schema_privilege(r.oid, n.oid, 'CREATE')
      UNION ALL
      SELECT format('outside: %s may create schemas', r.rolname) FROM runtime r
      WHERE has_database_privilege(r.oid, current_database(), 'CREATE')
      UNION ALL
      SELECT format('outside: %s owns %s', pg_get_userbyid(o.owner), o.name) FROM (
        SELECT relowner AS owner, relname AS name FROM pg_class
        UNION ALL SELECT proowner, proname FROM pg_proc
        UNION ALL SELECT nspowner, nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_temp%'
        UNION ALL SELECT datdba, datname FROM pg_database WHERE datname = current_database()) o
      WHERE o.owner IN (SELECT oid FROM runtime)
      """;

  private Catalogue() {}

  /** Every fact, in order. */
  static Set<String> facts(Handle handle) {
    Set<String> facts = new TreeSet<>();
    for (String query : List.of(RELATIONS, POLICIES, KEYS, CODE, GRANTS, ROLES, OUTSIDE)) {
      facts.addAll(handle.createQuery(query).mapTo(String.class).list());
    }
    return facts;
  }
}
