package dev.gatehouse.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Requirement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall between tenants, tried from every side that PostgreSQL leaves open by default. */
@Tag("database")
class IsolationTest {
  private static final Clock CLOCK = Clock.systemUTC();

  private final ServerDatabase database = ServerDatabase.create();
  private final RealmId realm = database.realm("monitrax");
  private final TenantId one = database.tenant(realm, "one");
  private final TenantId other = database.tenant(realm, "other");
  private final ConnectionPool single =
      ConnectionPool.open("single", database.access(DatabaseRoles.APP), 1);
  private final Jdbi connection = single.jdbi();
  private final Transactions transactions = new Transactions(single, CLOCK);

  @AfterEach
  void close() {
    single.close();
    database.close();
  }

  @Test
  @Attack("T4")
  @Requirement({"POR-1.2", "POR-3.2"})
  void schema_hasNoBreach() {
    assertThat(new TenantGuard(connection).breaches()).isEmpty();
    List<String> powers =
        connection.withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT rolname FROM pg_roles WHERE rolname LIKE 'gatehouse_%'
                      AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
                    """)
                .mapTo(String.class)
                .list());
    assertThat(powers).isEmpty();
    for (String ddl :
        List.of(
            "CREATE TABLE gatehouse.mine (id int)",
            "ALTER TABLE gatehouse.principal DISABLE ROW LEVEL SECURITY",
            "DROP TABLE gatehouse.canary",
            "CREATE TABLE public.mine (id int)")) {
      assertThatThrownBy(() -> connection.useHandle(handle -> handle.execute(ddl)))
          .as(ddl)
          .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }
  }

  @Test
  @Attack("T5")
  void connection_givenBack_showsNothingToTheNext() throws Refusal {
    plant(one);
    List<Consumer<TenantTx>> endings =
        List.of(
            tx -> {},
            tx -> {
              throw new IllegalStateException("by exception");
            },
            tx -> tx.read().execute("SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(1)"),
            tx -> tx.read().execute("SELECT pg_sleep(3)"));
    for (Consumer<TenantTx> ending : endings) {
      try {
        transactions.readTenant(
            realm,
            one,
            tx -> {
              assertThat(visible(tx.read())).containsExactly(one.value());
              ending.accept(tx);
              return true;
            });
      } catch (RuntimeException expected) {
        assertThat(expected).isNotNull();
      }
      assertThat(connection.<List<UUID>, RuntimeException>withHandle(IsolationTest::visible))
          .isEmpty();
    }
  }

  @Test
  @Attack("T6")
  void setting_leftEmptyByAnEarlierTransaction_showsNothingAndDoesNotFail() throws Refusal {
    plant(one);
    transactions.readTenant(realm, one, tx -> visible(tx.read()));
    connection.useHandle(handle -> {
      assertThat(
              handle
                  .createQuery("SELECT current_setting('gatehouse.tenant', true)")
                  .mapTo(String.class)
                  .one())
          .isEmpty();
      assertThat(visible(handle)).isEmpty();
      assertThat(handle.createQuery("SELECT count(*) FROM realm").mapTo(int.class).one()).isZero();
    });
    assertThatThrownBy(
            () -> database.execute("INSERT INTO gatehouse.canary VALUES (''::uuid, now())"))
        .hasMessageContaining("invalid input syntax for type uuid");
  }

  @Test
  @Attack("T8")
  void sameAddress_inTwoTenants_isTwoPeople() throws Refusal {
    for (TenantId tenant : List.of(one, other)) {
      UUID person = person(tenant);
      address(tenant, person, "ada@example.com");
      assertThatThrownBy(() -> address(tenant, person(tenant), "ada@example.com"))
          .hasMessageContaining("email_address_tenant_id_normalized_key");
    }
  }

  @Test
  @Attack("T9")
  void truncate_isNotGranted() {
    assertThatThrownBy(
            () -> connection.useHandle(handle -> handle.execute("TRUNCATE session CASCADE")))
        .hasMessageContaining("permission denied");
    // a view made by the owner shows the caller's rows only when it is a security_invoker
    database.execute(
        "CREATE VIEW gatehouse.seen WITH (security_invoker = true) AS SELECT * FROM gatehouse.canary");
    database.execute("GRANT SELECT ON gatehouse.seen TO gatehouse_app");
    assertThat(
            connection.<Integer, RuntimeException>withHandle(
                handle -> handle.createQuery("SELECT count(*) FROM seen").mapTo(int.class).one()))
        .isZero();
  }

  @Test
  @Attack("T10")
  void preparedStatement_acrossAlternatingTenants_showsEachItsOwn() throws Refusal {
    plant(one);
    plant(other);
    for (int i = 0; i < 20; i++) {
      TenantId tenant = i % 2 == 0 ? one : other;
      assertThat(transactions.<List<UUID>>readTenant(realm, tenant, tx -> visible(tx.read())))
          .containsExactly(tenant.value());
    }
    for (String role : List.of("gatehouse_migrator", "gatehouse_worker", "pg_read_all_data")) {
      assertThatThrownBy(() -> connection.useHandle(handle -> handle.execute("SET ROLE " + role)))
          .hasMessageContaining("permission denied to set role");
    }
    int version =
        connection.withHandle(handle ->
            handle
                .createQuery("SELECT current_setting('server_version_num')::int")
                .mapTo(int.class)
                .one());
    int major = version / 10_000;
    int minor = version % 10_000;
    // CVE-2025-8713: fixed in 17.6, 16.10, 15.14
    Map<Integer, Integer> fixedIn = Map.of(15, 14, 16, 10, 17, 6);
    assertThat(minor).isGreaterThanOrEqualTo(major > 17 ? 0 : fixedIn.getOrDefault(major, 999));
  }

  @ParameterizedTest
  @Attack("A3")
  @ValueSource(
      strings = {
        "UPDATE audit_record SET bytes = ''",
        "DELETE FROM audit_record",
        "TRUNCATE audit_record",
        "ALTER TABLE audit_record DISABLE TRIGGER ALL"
      })
  void records_areOutOfReachOfTheServer(String statement) {
    assertThatThrownBy(() -> connection.useHandle(handle -> handle.execute(statement)))
        .hasMessageMatching("(?s).*(permission denied|must be owner).*");
  }

  @Test
  void records_areRefusedToTheOwnerToo() {
    database.execute(
        "INSERT INTO gatehouse.audit_record VALUES (?, ?, 'monitrax', now(), 'x')",
        one.value(),
        UUID.randomUUID());
    for (String statement :
        List.of(
            "UPDATE gatehouse.audit_record SET bytes = ''",
            "DELETE FROM gatehouse.audit_record",
            "TRUNCATE gatehouse.audit_record")) {
      assertThatThrownBy(() -> database.execute(statement))
          .rootCause()
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void canary_holds_andSeesABrokenWall() throws Refusal {
    Canary canary = new Canary(transactions, realm);
    canary.plant();
    assertThat(canary.look()).isEqualTo(Canary.Sight.OWN_ROW);
    database.execute("DELETE FROM gatehouse.canary WHERE tenant_id = ?", Canary.OTHER.value());
    assertThat(canary.look()).isEqualTo(Canary.Sight.NOTHING);
    canary.plant();
    database.execute("CREATE POLICY hole ON gatehouse.canary TO gatehouse_app USING (true)");
    assertThat(canary.look()).isEqualTo(Canary.Sight.ANOTHERS_ROW);
  }

  @Test
  void refusal_undoesEffects_keepsLasting() throws Refusal {
    plant(one);
    UUID person = person(one);
    assertThatThrownBy(() ->
            transactions.inTenant(
                realm,
                one,
                Attempted.NOTHING,
                tx -> {
                  tx.lasting().createUpdate("UPDATE principal SET name = 'lasting'").execute();
                  tx.effect().createUpdate("UPDATE principal SET locale = 'effect'").execute();
                  throw Refusal.of(Reason.ACCOUNT_LOCKED);
                }))
        .isInstanceOf(Refusal.class);
    List<String> row =
        transactions.readTenant(
            realm,
            one,
            tx ->
                tx.read()
                    .createQuery(
                        "SELECT name || '/' || locale FROM principal WHERE principal_id = :id")
                    .bind("id", person)
                    .mapTo(String.class)
                    .list());
    assertThat(row).containsExactly("lasting/en");
  }

  @Test
  void lasting_afterAnEffect_throws() {
    assertThatThrownBy(() ->
            transactions.inTenant(
                realm,
                one,
                Attempted.NOTHING,
                tx -> {
                  tx.effect().execute("SELECT 1");
                  return tx.lasting();
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a lasting statement after an effect");
  }

  private void plant(TenantId tenant) throws Refusal {
    transactions.inTenant(
        realm,
        tenant,
        Attempted.NOTHING,
        tx ->
            tx.lasting()
                .createUpdate("INSERT INTO canary VALUES (:tenant, now())")
                .bind("tenant", tenant.value())
                .execute());
  }

  private static List<UUID> visible(Handle handle) {
    return handle.createQuery("SELECT tenant_id FROM canary").mapTo(UUID.class).list();
  }

  private UUID person(TenantId tenant) throws Refusal {
    UUID person = UUID.randomUUID();
    transactions.inTenant(
        realm,
        tenant,
        Attempted.NOTHING,
        tx ->
            tx.lasting()
                .createUpdate(
                    "INSERT INTO principal VALUES (:tenant, :id, 'person', 'active', 'Ada', 'en', '{}', now())")
                .bind("tenant", tenant.value())
                .bind("id", person)
                .execute());
    return person;
  }

  private void address(TenantId tenant, UUID person, String address) throws Refusal {
    transactions.inTenant(
        realm,
        tenant,
        Attempted.NOTHING,
        tx ->
            tx.lasting()
                .createUpdate(
                    "INSERT INTO email_address VALUES (:tenant, :id, :address, :address, NULL)")
                .bind("tenant", tenant.value())
                .bind("id", person)
                .bind("address", address)
                .execute());
  }
}
