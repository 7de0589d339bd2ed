package dev.gatehouse.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Attack;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way around the wall, made on a real database, and what the guard says of it. */
@Tag("database")
class TenantGuardTest {
  private final ServerDatabase database = ServerDatabase.shared();

  /** What the guard says with the faults in place, which are taken back afterwards. */
  private List<String> breachesAfter(String role, String... faults) throws SQLException {
    return Jdbi.create(database::superuser)
        .<List<String>, SQLException>withHandle(handle -> {
          handle.begin();
          handle.execute("SET LOCAL search_path = gatehouse");
          for (String fault : faults) {
            try (Statement statement = handle.getConnection().createStatement()) {
              statement.execute(fault);
            }
          }
          handle.execute("SET LOCAL ROLE " + role);
          List<String> breaches = TenantGuard.breaches(handle);
          handle.rollback();
          return breaches;
        });
  }

  @Test
  @Attack("T4")
  void schema_asMigrated_hasNoBreach() throws SQLException {
    assertThat(breachesAfter(DatabaseRoles.APP)).isEmpty();
  }

  @Test
  void schema_asAnotherRole_isRefused() throws SQLException {
    assertThat(breachesAfter(DatabaseRoles.WORKER))
        .containsExactly("not reviewed: role gatehouse_worker is not the server's");
  }

  @ParameterizedTest
  @Attack({"T4", "T9"})
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # row security
          ALTER TABLE session NO FORCE ROW LEVEL SECURITY                 | not reviewed: row security of session: enabled, not forced
          ALTER TABLE session DISABLE ROW LEVEL SECURITY                  | not reviewed: row security of session: off
          ALTER TABLE realm NO FORCE ROW LEVEL SECURITY                   | missing: row security of realm: enabled and forced
          # policies, whole
          DROP POLICY tenant_wall ON session                              | missing: policy tenant_wall on session
          CREATE POLICY hole ON session USING (true)                      | not reviewed: policy hole on session: permissive ALL to PUBLIC using true check -
          CREATE POLICY hole ON session FOR SELECT TO gatehouse_app USING (true) | not reviewed: policy hole on session: permissive SELECT to gatehouse_app
          ALTER POLICY tenant_wall ON session WITH CHECK (true)           | missing: policy tenant_wall on session
          ALTER POLICY tenant_wall ON session TO PUBLIC                   | missing: policy tenant_wall on session
          ALTER POLICY tenant_wall ON session USING (tenant_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid OR true) | missing: policy tenant_wall on session
          ALTER POLICY tenant_wall ON session USING (session_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid) | missing: policy tenant_wall on session
          ALTER POLICY tenant_wall ON session USING (tenant_id = nullif(current_setting('gatehouse.other', true), '')::uuid) | missing: policy tenant_wall on session
          ALTER POLICY tenant_wall ON session USING (tenant_id <> nullif(current_setting('gatehouse.tenant', true), '')::uuid) | missing: policy tenant_wall on session
          ALTER POLICY realm_wall ON journey USING (true)                 | missing: policy realm_wall on journey
          DROP POLICY tenant_wall ON session; CREATE POLICY tenant_wall ON session AS RESTRICTIVE TO gatehouse_app USING (tenant_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid) | not reviewed: policy tenant_wall on session: restrictive
          # the worker's policies and columns
          CREATE POLICY expiry ON session TO gatehouse_worker USING (true) | not reviewed: policy expiry on session: permissive ALL to gatehouse_worker
          ALTER POLICY expiry ON link WITH CHECK (true)                   | missing: policy expiry on link
          GRANT SELECT ON principal TO gatehouse_worker                   | not reviewed: grant SELECT on principal to gatehouse_worker
          GRANT SELECT (digest) ON link TO gatehouse_worker               | not reviewed: grant SELECT on link(digest) to gatehouse_worker
          GRANT UPDATE (tenant_id) ON mail TO gatehouse_worker            | not reviewed: grant UPDATE on mail(tenant_id) to gatehouse_worker
          REVOKE SELECT (expires_at) ON link FROM gatehouse_worker        | missing: grant SELECT on link(expires_at) to gatehouse_worker
          # grants
          GRANT TRUNCATE ON session TO gatehouse_app                      | not reviewed: grant TRUNCATE on session to gatehouse_app
          GRANT REFERENCES ON session TO gatehouse_app                    | not reviewed: grant REFERENCES on session to gatehouse_app
          GRANT REFERENCES (tenant_id) ON session TO gatehouse_worker     | not reviewed: grant REFERENCES on session(tenant_id) to gatehouse_worker
          GRANT TRIGGER ON session TO gatehouse_app                       | not reviewed: grant TRIGGER on session to gatehouse_app
          GRANT UPDATE ON audit_record TO gatehouse_app                   | not reviewed: grant UPDATE on audit_record to gatehouse_app
          GRANT UPDATE (bytes) ON audit_record TO gatehouse_app           | not reviewed: grant UPDATE on audit_record(bytes) to gatehouse_app
          GRANT SELECT ON session TO PUBLIC                               | not reviewed: grant SELECT on session to PUBLIC
          GRANT INSERT ON session TO gatehouse_app WITH GRANT OPTION      | not reviewed: grant INSERT on session to gatehouse_app with grant option
          GRANT SELECT ON flyway_schema_history TO gatehouse_app          | not reviewed: grant SELECT on flyway_schema_history to gatehouse_app
          GRANT CREATE ON SCHEMA gatehouse TO gatehouse_app               | not reviewed: grant CREATE on the schema to gatehouse_app
          ALTER DEFAULT PRIVILEGES FOR ROLE gatehouse_migrator IN SCHEMA gatehouse GRANT SELECT ON TABLES TO gatehouse_worker | not reviewed: grant SELECT on what is yet to be made by gatehouse_migrator to gatehouse_worker
          # relations
          CREATE TABLE note (id uuid PRIMARY KEY)                         | not reviewed: table note
          CREATE TABLE copy_of_mail () INHERITS (mail)                    | not reviewed: table copy_of_mail
          CREATE VIEW peek AS SELECT * FROM session                       | not reviewed: view peek, owned by postgres, without security_invoker
          CREATE VIEW peek WITH (security_invoker = off) AS SELECT * FROM session | without security_invoker
          CREATE VIEW peek WITH (security_invoker = true) AS SELECT * FROM session | not reviewed: view peek, owned by postgres, of its caller
          CREATE MATERIALIZED VIEW held AS SELECT * FROM session          | not reviewed: materialised view held
          CREATE FOREIGN DATA WRAPPER far; CREATE SERVER away FOREIGN DATA WRAPPER far; CREATE FOREIGN TABLE far_session (id uuid) SERVER away | not reviewed: foreign table far_session
          CREATE SEQUENCE numbers                                         | not reviewed: sequence numbers
          ALTER TABLE session OWNER TO gatehouse_app                      | not reviewed: table session, owned by gatehouse_app
          CREATE RULE away AS ON INSERT TO canary DO ALSO NOTHING         | not reviewed: rule away on canary
          DROP TABLE canary                                               | missing: table canary
          # keys
          ALTER TABLE password DROP CONSTRAINT password_tenant_id_principal_id_fkey | missing: foreign key password(tenant_id, principal_id)
          ALTER TABLE principal ADD UNIQUE (principal_id); ALTER TABLE password ADD FOREIGN KEY (principal_id) REFERENCES principal (principal_id) | not reviewed: foreign key password(principal_id) references principal(principal_id)
          ALTER TABLE password ADD FOREIGN KEY (tenant_id, principal_id) REFERENCES principal NOT VALID | not enforced
          ALTER TABLE password DISABLE TRIGGER ALL                        | not reviewed: disabled: the check of password_tenant_id_principal_id_fkey on password
          CREATE UNIQUE INDEX everywhere ON link (digest)                 | not reviewed: unique index everywhere of link is not unique by tenant
          ALTER TABLE canary DROP CONSTRAINT canary_pkey                  | missing: primary key of canary begins with tenant_id uuid
          # code
          CREATE FUNCTION door() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1' | not reviewed: function door(), owned by postgres, SECURITY DEFINER
          ALTER FUNCTION refuse_change() SECURITY DEFINER                 | not reviewed: function refuse_change(), owned by gatehouse_migrator, SECURITY DEFINER
          CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END' | missing: function refuse_change()
          DROP TRIGGER audit_record_append_only ON audit_record           | missing: trigger, always: CREATE TRIGGER audit_record_append_only
          ALTER TABLE audit_record DISABLE TRIGGER audit_record_append_only | not reviewed: trigger, never: CREATE TRIGGER audit_record_append_only
          CREATE TRIGGER spy BEFORE INSERT ON session FOR EACH ROW EXECUTE FUNCTION refuse_change() | not reviewed: trigger: CREATE TRIGGER spy
          # beside the schema
          CREATE SCHEMA aside; GRANT USAGE ON SCHEMA aside TO gatehouse_app; CREATE VIEW aside.peek AS SELECT * FROM session; GRANT SELECT ON aside.peek TO gatehouse_app | not reviewed: outside: gatehouse_app may use aside.peek
          CREATE SCHEMA aside; GRANT USAGE ON SCHEMA aside TO PUBLIC; CREATE FUNCTION aside.door() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1' | not reviewed: outside: gatehouse_app may call aside.door, SECURITY DEFINER
          GRANT CREATE ON SCHEMA public TO PUBLIC                         | not reviewed: outside: gatehouse_worker may create in public
          CREATE SCHEMA aside AUTHORIZATION gatehouse_app                 | not reviewed: outside: gatehouse_app owns aside
          """)
  void fault_inTheDatabase_isNamed(String statements, String breach) throws SQLException {
    assertThat(breachesAfter(DatabaseRoles.APP, statements))
        .anySatisfy(found -> assertThat(found).contains(breach));
  }

  @ParameterizedTest
  @Attack("T4")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ALTER ROLE gatehouse_app BYPASSRLS                  | role gatehouse_app has BYPASSRLS
          ALTER ROLE gatehouse_worker CREATEROLE INHERIT      | role gatehouse_worker has CREATEROLE INHERIT
          ALTER ROLE gatehouse_migrator SUPERUSER             | role gatehouse_migrator has SUPERUSER
          GRANT gatehouse_migrator TO gatehouse_app           | role gatehouse_app is a member of gatehouse_migrator
          GRANT pg_read_all_data TO gatehouse_worker          | role gatehouse_worker is a member of pg_read_all_data
          ALTER ROLE gatehouse_app SET gatehouse.tenant = 'x' | role gatehouse_app starts with gatehouse.tenant=x
          """)
  void fault_inARole_isNamed(String fault, String breach) throws SQLException {
    assertThat(breachesAfter(DatabaseRoles.APP, fault)).containsExactly("not reviewed: " + breach);
  }

  @Test
  void everyFault_isNamed_notTheFirstAlone() throws SQLException {
    assertThat(
            breachesAfter(
                DatabaseRoles.APP,
                "GRANT TRUNCATE ON session TO gatehouse_app, gatehouse_worker",
                "ALTER TABLE mail NO FORCE ROW LEVEL SECURITY"))
        .containsExactly(
            "not reviewed: grant TRUNCATE on session to gatehouse_app",
            "not reviewed: grant TRUNCATE on session to gatehouse_worker",
            "not reviewed: row security of mail: enabled, not forced",
            "missing: row security of mail: enabled and forced");
  }

  /** The list itself: what points at a tenant's row names the tenant on both sides. */
  @Test
  @Attack("T7")
  void reviewedKeys_intoTenantTables_carryTheTenant() {
    List<String> tenantTables = ReviewedSchema.tables(ReviewedSchema.Wall.TENANT);
    List<String> keys =
        ReviewedSchema.facts().stream()
            .filter(fact -> fact.startsWith("foreign key "))
            .filter(
                fact -> tenantTables.contains(fact.replaceFirst(".* references (\\w+).*", "$1")))
            .toList();
    assertThat(keys).hasSizeGreaterThan(10);
    for (String key : keys) {
      List<String> sides =
          Arrays.stream(key.split(" references ", -1)).map(TenantGuardTest::columns).toList();
      assertThat(sides.getFirst()).as(key).startsWith("tenant_id").isEqualTo(sides.getLast());
    }
  }

  private static String columns(String side) {
    return side.substring(side.indexOf('(') + 1, side.indexOf(')'));
  }
}
