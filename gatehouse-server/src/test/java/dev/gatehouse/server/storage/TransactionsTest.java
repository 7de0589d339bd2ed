package dev.gatehouse.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.testkit.FakeClock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What transactions do with statements of every request, and with a database that gives one up. */
@Tag("database")
class TransactionsTest {
  private static final Sql SETTINGS =
      Sql.of(
          """
          SELECT current_setting('gatehouse.tenant') AS tenant, current_setting('gatehouse.realm') AS realm,
            :text::text AS given, :truth AND :text = 'a' AS both, :texts AS several, :none::uuid AS none
          """);
  private static final String ONE =
      """
      INSERT INTO audit_record (tenant_id, record_id, realm_id, recorded_at, bytes)
      VALUES (:tenant, :id, :realm, :now, :bytes)
      """;
  private static final Sql RECORD =
      Sql.of(
          ONE,
          """
          INSERT INTO audit_record (tenant_id, record_id, realm_id, recorded_at, bytes)
          SELECT :tenant, r.id, :realm, :now, r.bytes FROM unnest(:id::uuid[], :bytes::bytea[]) AS r (id, bytes)
          """,
          Set.of("id", "bytes"));
  private static final Sql RECORDED =
      Sql.of("SELECT record_id, recorded_at, bytes FROM audit_record WHERE tenant_id = :tenant");

  private final ServerDatabase database = ServerDatabase.shared();
  private final RealmId realm = database.freshRealm();
  private final TenantId tenant = database.tenant(realm, "one-" + realm);
  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00.123456Z");
  private final Transactions transactions = database.transactions(clock);

  private static void give(Tx tx, String state) {
    tx.read()
        .execute("DO $$ BEGIN RAISE EXCEPTION 'given up' USING ERRCODE = '" + state + "'; END $$");
  }

  private void record(Tx tx, UUID id) {
    record(tx, RECORD, tx.tenant().value(), id);
  }

  private static void record(Tx tx, Sql sql, UUID tenant, UUID id) {
    tx.record(sql)
        .set("tenant", tenant)
        .set("id", id)
        .set("realm", tx.realm().value())
        .set("now", tx.now())
        .set("bytes", new byte[] {1, 2})
        .withCommit();
  }

  private List<UUID> recorded() throws Refusal {
    return transactions.readTenant(
        realm,
        tenant,
        tx ->
            tx.read(RECORDED)
                .set("tenant", tenant.value())
                .list(row -> row.getObject("record_id", UUID.class)));
  }

  @Test
  void call_firstOfTheTransaction_runsAsTheTenantWithItsValues() throws Refusal {
    for (int i = 0; i < 5; i++) {
      Optional<List<Object>> row =
          transactions.readTenant(
              realm,
              tenant,
              tx ->
                  tx.read(SETTINGS)
                      .set("text", "a")
                      .set("truth", true)
                      .set("texts", List.of("x", "y"))
                      .set("none", null)
                      .first(it ->
                          List.of(
                              it.getString("tenant"),
                              it.getString("realm"),
                              it.getString("given"),
                              it.getBoolean("both"),
                              List.of((String[]) it.getArray("several").getArray()),
                              it.getObject("none") == null)));
      assertThat(row)
          .hasValue(List.of(tenant.toString(), realm.value(), "a", true, List.of("x", "y"), true));
    }
  }

  @Test
  void call_besideJdbi_isOfTheSameTransaction() throws Refusal {
    UUID id = UUID.randomUUID();
    transactions.inTenant(
        realm,
        tenant,
        Attempted.NOTHING,
        tx -> {
          int before =
              tx.read().createQuery("SELECT count(*) FROM audit_record").mapTo(int.class).one();
          record(tx, id);
          return before;
        });
    assertThat(recorded()).containsExactly(id);
  }

  @Test
  void withCommit_several_areAllWritten() throws Refusal {
    List<UUID> ids = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    transactions.inTenant(
        realm,
        tenant,
        Attempted.NOTHING,
        tx -> {
          ids.forEach(id -> record(tx, id));
          return true;
        });
    assertThat(recorded()).containsExactlyInAnyOrderElementsOf(ids);
  }

  /** Each would be a round trip, or the wrong row. */
  @Test
  void withCommit_severalThatNoStatementCanDo_isABug() {
    Sql alone = Sql.of(ONE);
    List<Consumer<Tx>> wrong =
        List.of(
            tx -> record(tx, alone, tenant.value(), UUID.randomUUID()),
            tx -> record(tx, RECORD, UUID.randomUUID(), UUID.randomUUID()));
    for (Consumer<Tx> one : wrong) {
      assertThatThrownBy(() ->
              transactions.inTenant(
                  realm,
                  tenant,
                  Attempted.NOTHING,
                  tx -> {
                    one.accept(tx);
                    one.accept(tx);
                    return true;
                  }))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void withCommit_refused_isDropped() throws Refusal {
    assertThatThrownBy(() ->
            transactions.inTenant(
                realm,
                tenant,
                Attempted.NOTHING,
                tx -> {
                  record(tx, UUID.randomUUID());
                  throw Refusal.of(Reason.ROUTE_UNKNOWN);
                }))
        .isInstanceOf(Refusal.class);
    assertThat(recorded()).isEmpty();
  }

  @Test
  void withCommit_failed_leavesTheConnectionUsable() throws Refusal {
    UUID id = UUID.randomUUID();
    transactions.inTenant(
        realm,
        tenant,
        Attempted.NOTHING,
        tx -> {
          record(tx, id);
          return true;
        });
    assertThatThrownBy(() ->
            transactions.inTenant(
                realm,
                tenant,
                Attempted.NOTHING,
                tx -> {
                  record(tx, id);
                  return true;
                }))
        .hasStackTraceContaining("audit_record_pkey");
    assertThat(recorded()).containsExactly(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01"})
  void work_givenUpOnce_runsAgain(String state) throws Refusal {
    AtomicInteger runs = new AtomicInteger();
    UUID id = UUID.randomUUID();
    transactions.inTenant(
        realm,
        tenant,
        Attempted.NOTHING,
        tx -> {
          record(tx, id);
          if (runs.incrementAndGet() == 1) {
            give(tx, state);
          }
          return true;
        });
    assertThat(runs).hasValue(2);
    assertThat(recorded()).containsExactly(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01"})
  void work_givenUpTwice_isUnavailable(String state) {
    AtomicInteger runs = new AtomicInteger();
    assertThatThrownBy(() ->
            transactions.inTenant(
                realm,
                tenant,
                Attempted.NOTHING,
                tx -> {
                  runs.incrementAndGet();
                  give(tx, state);
                  return true;
                }))
        .isInstanceOf(DatabaseUnavailable.class);
    assertThat(runs).hasValue(2);
  }

  @Test
  void work_thatIsWrong_runsOnce() {
    AtomicInteger runs = new AtomicInteger();
    assertThatThrownBy(() ->
            transactions.inTenant(
                realm,
                tenant,
                Attempted.NOTHING,
                tx -> {
                  runs.incrementAndGet();
                  give(tx, "22012");
                  return true;
                }))
        .isNotInstanceOf(DatabaseUnavailable.class);
    assertThat(runs).hasValue(1);
  }

  @Test
  void read_thatWrites_isRefusedByTheDatabase() {
    assertThatThrownBy(() ->
            transactions.readTenant(
                realm,
                tenant,
                tx -> {
                  record(tx, UUID.randomUUID());
                  return true;
                }))
        .hasStackTraceContaining("read-only transaction");
  }

  @Test
  void readOnce_readsInTheTenant_andIsOverAfterIt() throws Refusal {
    for (int i = 0; i < 5; i++) {
      record(UUID.randomUUID());
      List<UUID> read =
          transactions.readOnce(
              realm,
              tenant,
              tx ->
                  tx.read(RECORDED)
                      .set("tenant", tenant.value())
                      .list(row -> row.getObject("record_id", UUID.class)));
      assertThat(read).hasSize(i + 1).containsExactlyInAnyOrderElementsOf(recorded());
    }
    TenantId other = database.tenant(realm, "two-" + realm);
    List<Boolean> elsewhere =
        transactions.readOnce(
            realm, other, tx -> tx.read(RECORDED).set("tenant", tenant.value()).list(row -> true));
    assertThat(elsewhere).isEmpty();
  }

  @Test
  void readOnce_secondStatementOrChange_isABugAndThrows() throws Refusal {
    assertThatThrownBy(() ->
            transactions.readOnce(
                realm,
                tenant,
                tx -> {
                  tx.read(RECORDED).set("tenant", tenant.value()).list(row -> true);
                  return tx.read(RECORDED).set("tenant", tenant.value()).list(row -> true);
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> transactions.readOnce(realm, tenant, tx -> tx.read().getJdbi()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() ->
            transactions.readOnce(
                realm,
                tenant,
                tx -> {
                  record(tx, UUID.randomUUID());
                  return true;
                }))
        .isInstanceOf(RuntimeException.class);
    assertThat(recorded()).isEmpty();
  }

  private void record(UUID id) throws Refusal {
    transactions.inTenant(
        realm,
        tenant,
        Attempted.NOTHING,
        tx -> {
          record(tx, id);
          return true;
        });
  }
}
