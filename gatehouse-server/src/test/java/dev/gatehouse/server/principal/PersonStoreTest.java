package dev.gatehouse.server.principal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class PersonStoreTest {
  private static final EmailAddress ANNA = EmailAddress.parse("Anna@Example.com").orElseThrow();
  private static final EmailAddress OTHER = EmailAddress.parse("other@example.com").orElseThrow();

  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  private final PersonStore people = PersonStore.ofDatabase();
  private final LoginIndex index = new LoginIndex(new AddressKeys(macs()));
  private ServerDatabase database;
  private RealmId realm;
  private TenantId tenantA;
  private TenantId tenantB;

  private static Macs macs() {
    CryptoProviders providers = CryptoProviders.jdk();
    return new Macs(providers, MasterKey.generate(new Csprng(providers)));
  }

  @BeforeEach
  void createDatabase() {
    database = ServerDatabase.create();
    realm = database.realm("monitrax");
    tenantA = database.tenant(realm, "a");
    tenantB = database.tenant(realm, "b");
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  private static NewPerson person(PrincipalId id, EmailAddress address) {
    return new NewPerson(id, "Anna", "de", List.of("owner"), address, false);
  }

  private PrincipalId create(TenantId tenant, EmailAddress address) {
    PrincipalId id = new PrincipalId(UUID.randomUUID());
    assertThat(
            database.<Boolean>in(
                clock, realm, tenant, tx -> people.create(tx, person(id, address))))
        .isTrue();
    return id;
  }

  @Test
  void find_afterCreate_returnsWhatWasGiven() {
    PrincipalId id = create(tenantA, ANNA);
    Person found =
        database
            .<Optional<Person>>in(clock, realm, tenantA, tx -> people.find(tx, id))
            .orElseThrow();
    assertThat(found)
        .isEqualTo(
            new Person(id, true, "Anna", "de", List.of("owner"), ANNA, false, clock.instant()));
    assertThat(found.email().address()).isEqualTo("Anna@example.com");
  }

  @Test
  void find_fromAnotherTenant_seesNothing() {
    PrincipalId id = create(tenantA, ANNA);
    assertThat(database.<Optional<Person>>in(clock, realm, tenantB, tx -> people.find(tx, id)))
        .isEmpty();
    assertThat(
            database.<Optional<Person>>in(clock, realm, tenantB, tx -> people.byAddress(tx, ANNA)))
        .isEmpty();
    assertThat(database.<Boolean>in(clock, realm, tenantB, people::hasAnybody)).isFalse();
  }

  @Test
  void create_sameAddressInAnotherTenant_isAnotherPerson() {
    PrincipalId first = create(tenantA, ANNA);
    PrincipalId second = create(tenantB, ANNA);
    assertThat(first).isNotEqualTo(second);
    assertThat(
            database
                .<Optional<Person>>in(clock, realm, tenantB, tx -> people.byAddress(tx, ANNA))
                .map(Person::id))
        .contains(second);
  }

  @Test
  void create_addressTakenInTheTenant_saysSo() {
    create(tenantA, ANNA);
    EmailAddress twin = EmailAddress.parse("ＡＮＮＡ@example.com").orElseThrow();
    PrincipalId id = new PrincipalId(UUID.randomUUID());
    assertThat(
            database.<Boolean>in(clock, realm, tenantA, tx -> people.create(tx, person(id, twin))))
        .isFalse();
  }

  @Test
  void markVerified_otherAddressThanNow_doesNothing() {
    PrincipalId id = create(tenantA, ANNA);
    assertThat(
            database.<Boolean>in(clock, realm, tenantA, tx -> people.markVerified(tx, id, OTHER)))
        .isFalse();
    assertThat(
            database
                .<Optional<Person>>in(clock, realm, tenantA, tx -> people.find(tx, id))
                .orElseThrow()
                .verified())
        .isFalse();
    assertThat(database.<Boolean>in(clock, realm, tenantA, tx -> people.markVerified(tx, id, ANNA)))
        .isTrue();
    assertThat(
            database
                .<Optional<Person>>in(clock, realm, tenantA, tx -> people.find(tx, id))
                .orElseThrow()
                .verified())
        .isTrue();
  }

  @Test
  void changeAddress_toOneThatIsTaken_saysSo() {
    PrincipalId id = create(tenantA, ANNA);
    create(tenantA, OTHER);
    assertThat(
            database.<Boolean>in(clock, realm, tenantA, tx -> people.changeAddress(tx, id, OTHER)))
        .isFalse();
  }

  @Test
  void removeAddress_person_isNotFoundAnyMore() {
    PrincipalId id = create(tenantA, ANNA);
    database.in(
        clock,
        realm,
        tenantA,
        tx -> {
          people.removeAddress(tx, id);
          people.disable(tx, id);
          return true;
        });
    assertThat(database.<Optional<Person>>in(clock, realm, tenantA, tx -> people.find(tx, id)))
        .isEmpty();
    assertThat(database.<Boolean>in(clock, realm, tenantA, people::hasAnybody)).isFalse();
  }

  @Test
  void candidates_severalAccounts_provedAndLastUsedFirst() {
    PrincipalId a = indexed(tenantA, true);
    PrincipalId b = indexed(tenantB, true);
    PrincipalId unproved = indexed(database.tenant(realm, "c"), false);
    clock.advance(Duration.ofMinutes(1));
    database.in(
        clock,
        realm,
        tenantB,
        tx -> {
          index.touch(tx, ANNA, b);
          return true;
        });
    List<LoginIndex.Candidate> found = database.in(clock, realm, tx -> index.candidates(tx, ANNA));
    assertThat(found).extracting(LoginIndex.Candidate::principal).containsExactly(b, a, unproved);
    assertThat(found.getFirst().lastUsedAt()).contains(clock.instant());
    assertThat(
            database.<List<LoginIndex.Candidate>>in(
                clock, realm, tx -> index.candidates(tx, OTHER)))
        .isEmpty();
  }

  @Test
  void candidates_anotherRealm_seesNothing() {
    indexed(tenantA, true);
    RealmId helpdesk = database.realm("helpdesk");
    assertThat(
            database.<List<LoginIndex.Candidate>>in(
                clock, helpdesk, tx -> index.candidates(tx, ANNA)))
        .isEmpty();
  }

  @Test
  void remove_account_isNoCandidateAnyMore() {
    PrincipalId id = indexed(tenantA, false);
    database.in(
        clock,
        realm,
        tenantA,
        tx -> {
          index.markVerified(tx, ANNA, id);
          index.remove(tx, id);
          return true;
        });
    assertThat(
            database.<List<LoginIndex.Candidate>>in(clock, realm, tx -> index.candidates(tx, ANNA)))
        .isEmpty();
  }

  private PrincipalId indexed(TenantId tenant, boolean verified) {
    PrincipalId id = create(tenant, ANNA);
    database.in(
        clock,
        realm,
        tenant,
        tx -> {
          index.put(tx, ANNA, id, verified);
          return true;
        });
    return id;
  }
}
