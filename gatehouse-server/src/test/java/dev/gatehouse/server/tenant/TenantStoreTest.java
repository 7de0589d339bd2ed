package dev.gatehouse.server.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.testkit.FakeClock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class TenantStoreTest {
  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  private final TenantStore tenants = TenantStore.ofDatabase(new Csprng(CryptoProviders.jdk()));
  private ServerDatabase database;
  private RealmId realm;

  @BeforeEach
  void createDatabase() {
    database = ServerDatabase.create();
    realm = database.realm("monitrax");
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  private TenantSlug open(TenantId tenant) {
    return database.in(clock, realm, tenant, tx -> tenants.create(tx, "Acme AG"));
  }

  private static TenantId fresh() {
    return new TenantId(UUID.randomUUID());
  }

  @Test
  void create_freeName_isFoundBySlug() {
    TenantId tenant = fresh();
    assertThat(open(tenant)).hasToString("acme-ag");
    assertThat(
            database.<Optional<TenantId>>in(
                clock, realm, tx -> tenants.bySlug(tx, new TenantSlug("acme-ag"))))
        .contains(tenant);
    assertThat(database.<Optional<Tenant>>in(clock, realm, tenant, tenants::find))
        .contains(
            new Tenant(
                tenant, new TenantSlug("acme-ag"), "Acme AG", true, "default", clock.instant()));
  }

  @Test
  void create_takenName_getsANumber() {
    open(fresh());
    TenantId second = fresh();
    assertThat(open(second)).hasToString("acme-ag-2");
    assertThat(
            database.<Optional<Tenant>>in(clock, realm, second, tenants::find).orElseThrow().slug())
        .hasToString("acme-ag-2");
  }

  @Test
  void create_sameNameInParallel_everyoneGetsTheirOwn() throws Exception {
    Callable<String> opening = () -> open(fresh()).value();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> slugs =
          threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> opening).toList());
      assertThat(slugs.stream().map(Future::resultNow)).doesNotHaveDuplicates().hasSize(8);
    }
  }

  @Test
  void bySlug_ofAnotherRealm_isEmpty() {
    open(fresh());
    RealmId helpdesk = database.realm("helpdesk");
    assertThat(
            database.<Optional<TenantId>>in(
                clock, helpdesk, tx -> tenants.bySlug(tx, new TenantSlug("acme-ag"))))
        .isEmpty();
  }

  @Test
  void find_fromAnotherTenant_seesNothing() {
    TenantId tenant = fresh();
    open(tenant);
    assertThat(database.<Optional<Tenant>>in(clock, realm, fresh(), tenants::find)).isEmpty();
  }
}
