package dev.gatehouse.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.PersonalReading;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.MacPurpose;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.testkit.Attack;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Equal ids in two tenants, and ids that contain what separates them, meet in no cache or log. */
@Tag("database")
class EqualKeysTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final CryptoProviders PROVIDERS = CryptoProviders.jdk();

  private final ServerDatabase database = ServerDatabase.create();
  private final RealmId realm = database.realm("monitrax");
  private final TenantId one = database.tenant(realm, "one");
  private final TenantId other = database.tenant(realm, "other");
  private final Csprng random = new Csprng(PROVIDERS);
  private final MasterKey master = MasterKey.generate(random);
  private final Envelope envelope = new Envelope(PROVIDERS, random, master);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  @Attack("T11")
  void keysOfPersonalFields_ofOnePersonIdInTwoTenants_areTwo() {
    PersonalKeys keys = new PersonalKeys(new JdbcAuditStore(), envelope, random);
    PrincipalId person = new PrincipalId(UUID.randomUUID());
    byte[] mine = key(keys, one, person);
    byte[] theirs = key(keys, other, person);
    assertThat(mine).isNotEqualTo(theirs);
    // from the cache too
    assertThat(key(keys, one, person)).isEqualTo(mine);
    assertThat(key(keys, other, person)).isEqualTo(theirs);
  }

  private byte[] key(PersonalKeys keys, TenantId tenant, PrincipalId person) {
    return database.in(
        CLOCK,
        realm,
        tenant,
        tx -> {
          byte[] made = keys.forSealing(tx, SealingKey.of(tenant, Optional.of(person), tx.now()));
          keys.find(tx, SealingKey.of(tenant, Optional.of(person), tx.now()));
          return made;
        });
  }

  @Test
  @Attack("T11")
  void records_ofOnePersonIdInTwoTenants_openEachWithItsOwnKey() {
    AuditLog log = new AuditLog(envelope, random);
    PrincipalId person = new PrincipalId(UUID.randomUUID());
    for (TenantId tenant : List.of(one, other)) {
      database.in(
          CLOCK,
          realm,
          tenant,
          tx -> {
            log.attempt(EventType.SIGNED_IN, Origin.SERVER)
                .by(person)
                .personally("email", "in-" + tenant + "@example.com")
                .succeeded(tx);
            return true;
          });
    }
    AuditReader reader = new AuditReader(database.transactions(CLOCK), envelope, random);
    for (TenantId tenant : List.of(one, other)) {
      assertThat(reader.last(LogName.of(realm, tenant), 10))
          .singleElement()
          .extracting(LoggedRecord::personal)
          .isInstanceOfSatisfying(
              PersonalReading.Opened.class,
              opened ->
                  assertThat(opened.fields().values())
                      .containsEntry("email", "in-" + tenant + "@example.com"));
    }
  }

  @Test
  @Attack("T11")
  void counts_ofIdsThatContainADelimiter_areNotAddedUp() {
    AuditLog log = new AuditLog(envelope, random);
    RealmId second = database.realm("second");
    NoiseCounter noise = new NoiseCounter(log, new GroupCommit(database.transactions(CLOCK)));
    Origin origin = new Origin("request", "192.0.2.7", "");
    for (String client : List.of("a", "a:b", "a|b", "a\u0000b", "a.b")) {
      noise.count(realm, Reason.CODE_UNKNOWN, Optional.of(new ClientId(client)), origin);
    }
    noise.count(realm, Reason.CODE_UNKNOWN, Optional.empty(), origin);
    noise.count(second, Reason.CODE_UNKNOWN, Optional.empty(), origin);
    noise.flush();
    AuditReader reader = new AuditReader(database.transactions(CLOCK), envelope, random);
    assertThat(reader.last(LogName.of(realm), 100)).hasSize(6);
    assertThat(reader.last(LogName.of(second), 100)).hasSize(1);
  }

  @Test
  @Attack("T11")
  void macs_joinPartsByTheirLength() {
    Macs macs = new Macs(PROVIDERS, master);
    assertThat(macs.mac(MacPurpose.LOGIN_INDEX, bytes("ab"), bytes("c")))
        .isNotEqualTo(macs.mac(MacPurpose.LOGIN_INDEX, bytes("a"), bytes("bc")))
        .isNotEqualTo(macs.mac(MacPurpose.LOGIN_INDEX, bytes("ab:c")))
        .isNotEqualTo(macs.mac(MacPurpose.ADDRESS_COUNTER, bytes("ab"), bytes("c")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
