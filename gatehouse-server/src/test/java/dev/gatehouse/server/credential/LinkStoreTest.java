package dev.gatehouse.server.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.principal.NewPerson;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class LinkStoreTest {
  private static final EmailAddress ANNA = EmailAddress.parse("Anna@example.com").orElseThrow();
  private static final byte[] BROWSER = {1, 2, 3};

  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  private final Csprng random = new Csprng(CryptoProviders.jdk());
  private final LinkStore links = LinkStore.ofDatabase();
  private ServerDatabase database;
  private RealmId realm;
  private TenantId tenant;
  private PrincipalId anna;

  @BeforeEach
  void createDatabase() {
    database = ServerDatabase.create();
    realm = database.realm("monitrax");
    tenant = database.tenant(realm, "a");
    anna = new PrincipalId(UUID.randomUUID());
    NewPerson person = new NewPerson(anna, "Anna", "en", List.of("owner"), ANNA, false);
    database.in(clock, realm, tenant, tx -> PersonStore.ofDatabase().create(tx, person));
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  private OpaqueToken issue(LinkKind kind) {
    OpaqueToken token =
        OpaqueToken.generate(kind.token(), realm, tenant, random.uuidV7(clock.instant()), random);
    database.in(
        clock,
        realm,
        tenant,
        tx -> {
          links.issue(
              tx,
              new NewLink(
                  kind,
                  token,
                  Optional.of(anna),
                  Optional.of(BROWSER),
                  Optional.of(ANNA),
                  Duration.ofMinutes(30)));
          return true;
        });
    return token;
  }

  private Finding find(OpaqueToken token) {
    return database.in(clock, realm, token.tenant(), tx -> links.find(tx, token));
  }

  private Consumption consume(OpaqueToken token) {
    return database.in(clock, realm, token.tenant(), tx -> links.consume(tx, token));
  }

  @Test
  void find_openLink_usesNothingUp() {
    OpaqueToken token = issue(LinkKind.VERIFY);
    for (int i = 0; i < 6; i++) {
      assertThat(find(token))
          .isInstanceOfSatisfying(
              Finding.Open.class,
              open -> {
                assertThat(open.link().owner()).isEqualTo(anna);
                assertThat(open.link().target()).isEqualTo(ANNA);
                assertThat(open.link().browser())
                    .hasValueSatisfying(it -> assertThat(it).isEqualTo(BROWSER));
              });
    }
    assertThat(consume(token)).isInstanceOf(Consumption.Consumed.class);
    assertThat(find(token)).isEqualTo(DeadLink.USED);
    assertThat(consume(token)).isEqualTo(DeadLink.USED);
  }

  @Test
  void consume_atTheEndOfItsLife_isExpiredWithoutAnyJob() {
    OpaqueToken token = issue(LinkKind.RESET);
    clock.advance(Duration.ofMinutes(30).minusMillis(1));
    assertThat(find(token)).isInstanceOf(Finding.Open.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(find(token)).isEqualTo(DeadLink.EXPIRED);
    assertThat(consume(token)).isEqualTo(DeadLink.EXPIRED);
  }

  @Test
  void issue_again_supersedesTheOlderOfTheSameKindOnly() {
    OpaqueToken older = issue(LinkKind.RESET);
    OpaqueToken other = issue(LinkKind.VERIFY);
    OpaqueToken newer = issue(LinkKind.RESET);
    assertThat(consume(older)).isEqualTo(DeadLink.SUPERSEDED);
    assertThat(consume(newer)).isInstanceOf(Consumption.Consumed.class);
    assertThat(consume(other)).isInstanceOf(Consumption.Consumed.class);
  }

  @Test
  void issue_undoAgain_leavesTheOlderAlive() {
    OpaqueToken older = issue(LinkKind.EMAIL_UNDO);
    clock.advance(Duration.ofMinutes(1));
    OpaqueToken newer = issue(LinkKind.EMAIL_UNDO);
    assertThat(find(older)).isInstanceOf(Finding.Open.class);
    database.in(
        clock,
        realm,
        tenant,
        tx -> {
          if (links.consume(tx, older) instanceof Consumption.Consumed(Link used)) {
            links.supersedeYounger(tx, used);
          }
          return true;
        });
    assertThat(find(newer)).isEqualTo(DeadLink.SUPERSEDED);
  }

  @Test
  void consume_tokenOfAnotherKindTenantOrSecret_isUnknown() {
    OpaqueToken token = issue(LinkKind.RESET);
    OpaqueToken asVerify =
        OpaqueToken.generate(OpaqueToken.Kind.LINK_VERIFY, realm, tenant, token.id(), random);
    OpaqueToken otherSecret =
        OpaqueToken.generate(OpaqueToken.Kind.LINK_RESET, realm, tenant, token.id(), random);
    TenantId elsewhere = database.tenant(realm, "b");
    assertThat(consume(asVerify)).isEqualTo(DeadLink.UNKNOWN);
    assertThat(consume(otherSecret)).isEqualTo(DeadLink.UNKNOWN);
    Finding fromElsewhere = database.in(clock, realm, elsewhere, tx -> links.find(tx, token));
    Consumption usedElsewhere =
        database.in(clock, realm, elsewhere, tx -> links.consume(tx, token));
    assertThat(fromElsewhere).isEqualTo(DeadLink.UNKNOWN);
    assertThat(usedElsewhere).isEqualTo(DeadLink.UNKNOWN);
    assertThat(find(token)).isInstanceOf(Finding.Open.class);
  }

  @Test
  void consume_inParallel_exactlyOneWins() throws Exception {
    OpaqueToken token = issue(LinkKind.VERIFY);
    Callable<Consumption> attempt = () -> consume(token);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Consumption>> all =
          threads.invokeAll(IntStream.range(0, 16).mapToObj(i -> attempt).toList());
      assertThat(all.stream().map(Future::resultNow).filter(Consumption.Consumed.class::isInstance))
          .hasSize(1);
      assertThat(all.stream().map(Future::resultNow).filter(DeadLink.USED::equals)).hasSize(15);
    }
  }

  @Test
  void consume_refusedAct_staysUsed() {
    OpaqueToken token = issue(LinkKind.RESET);
    Assertions.assertThatThrownBy(() ->
            database
                .transactions(clock)
                .inTenant(
                    realm,
                    tenant,
                    Attempted.NOTHING,
                    tx -> {
                      links.consume(tx, token);
                      throw Refusal.of(Reason.ACCOUNT_DISABLED);
                    }))
        .isInstanceOf(Refusal.class);
    assertThat(find(token)).isEqualTo(DeadLink.USED);
  }

  @Test
  void supersede_kinds_leavesOthers() {
    OpaqueToken reset = issue(LinkKind.RESET);
    OpaqueToken undo = issue(LinkKind.EMAIL_UNDO);
    Optional<byte[]> browser =
        database.in(
            clock,
            realm,
            tenant,
            tx -> {
              links.supersede(tx, anna, Set.of(LinkKind.RESET, LinkKind.VERIFY));
              return links.lastBrowser(tx, anna, LinkKind.RESET);
            });
    assertThat(find(reset)).isEqualTo(DeadLink.SUPERSEDED);
    assertThat(find(undo)).isInstanceOf(Finding.Open.class);
    assertThat(browser).hasValueSatisfying(it -> assertThat(it).isEqualTo(BROWSER));
  }

  @Test
  void issue_operatorLink_belongsToNobody() {
    NewLink link = operatorLink();
    database.in(
        clock,
        realm,
        tenant,
        tx -> {
          links.issue(tx, link);
          return true;
        });
    NewLink newer = operatorLink();
    database.in(
        clock,
        realm,
        tenant,
        tx -> {
          links.issue(tx, newer);
          return true;
        });
    assertThat(find(link.token())).isEqualTo(DeadLink.SUPERSEDED);
    assertThat(consume(newer.token()))
        .isInstanceOfSatisfying(
            Consumption.Consumed.class, it -> assertThat(it.link().person()).isEmpty());
  }

  private NewLink operatorLink() {
    OpaqueToken token =
        OpaqueToken.generate(
            LinkKind.OPERATOR.token(), realm, tenant, random.uuidV7(clock.instant()), random);
    return new NewLink(
        LinkKind.OPERATOR,
        token,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofHours(1));
  }
}
