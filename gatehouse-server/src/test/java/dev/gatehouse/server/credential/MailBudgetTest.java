package dev.gatehouse.server.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.credential.MailBudget.Use;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.principal.AddressKeys;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.realm.MailRules;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.testkit.FakeClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class MailBudgetTest {
  private static final EmailAddress ANNA = EmailAddress.parse("anna@example.com").orElseThrow();
  private static final EmailAddress TWIN = EmailAddress.parse("ANNA@Example.com").orElseThrow();
  private static final EmailAddress OTHER = EmailAddress.parse("other@example.com").orElseThrow();

  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  private final MailBudget budget = new MailBudget(new AddressKeys(macs()));
  private ServerDatabase database;
  private RealmId realm;

  private static Macs macs() {
    CryptoProviders providers = CryptoProviders.jdk();
    return new Macs(providers, MasterKey.generate(new Csprng(providers)));
  }

  @BeforeEach
  void createDatabase() {
    database = ServerDatabase.create();
    realm = database.realm("monitrax");
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  private static MailRules rules(int perHour) {
    Duration day = Duration.ofDays(1);
    return new MailRules("Monitrax", "no-reply@monitrax.example", day, day, day, day, 5, perHour);
  }

  private Optional<Refusal> spend(Use use, EmailAddress address, int perHour) {
    try {
      database
          .transactions(clock)
          .inRealm(
              realm,
              Attempted.NOTHING,
              tx -> {
                budget.spend(tx, use, address, rules(perHour));
                return true;
              });
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of(refusal);
    }
  }

  @Test
  void spend_sixthInAnHour_isRefusedUntilTheHourIsOver() {
    for (int i = 0; i < 5; i++) {
      assertThat(spend(Use.VERIFICATION, i % 2 == 0 ? ANNA : TWIN, 1000)).isEmpty();
    }
    clock.advance(Duration.ofMinutes(20));
    Refusal refusal = spend(Use.VERIFICATION, ANNA, 1000).orElseThrow();
    assertThat(refusal.reason()).isEqualTo(Reason.MAIL_BUDGET_SPENT);
    assertThat(refusal.code().status()).isEqualTo(429);
    assertThat(refusal.retryAfter()).contains(Duration.ofMinutes(40));
    assertThat(spend(Use.PASSWORD_RESET, ANNA, 1000)).isEmpty();
    assertThat(spend(Use.VERIFICATION, OTHER, 1000)).isEmpty();
    clock.advance(Duration.ofMinutes(40));
    assertThat(spend(Use.VERIFICATION, ANNA, 1000)).isEmpty();
  }

  @Test
  void spend_moreThanTheRealmMay_isRefusedForEveryAddress() {
    assertThat(spend(Use.VERIFICATION, ANNA, 2)).isEmpty();
    assertThat(spend(Use.VERIFICATION, OTHER, 2)).isEmpty();
    EmailAddress third = EmailAddress.parse("third@example.com").orElseThrow();
    assertThat(spend(Use.VERIFICATION, third, 2)).isPresent();
  }
}
