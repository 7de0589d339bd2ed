package dev.gatehouse.server.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.credential.MailBudget.Use;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.realm.MailRules;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.RealmTx;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class MailBudgetTest {
  @AutoClose private final Counting on = new Counting();
  private final MailBudget budget = new MailBudget(on.keys);

  private static MailRules rules(int perHour) {
    Duration day = Duration.ofDays(1);
    return new MailRules(
        "Monitrax", "no-reply@monitrax.example", day, day, day, day, day, 5, perHour);
  }

  private Optional<Refusal> ask(Use use, EmailAddress address) {
    return refusal(tx -> budget.ask(tx, use, address, rules(2)));
  }

  private Optional<Refusal> write(Use use, int mails, int perHour) {
    return refusal(tx -> budget.write(tx, use, mails, rules(perHour)));
  }

  private interface Spending {
    void in(RealmTx tx) throws Refusal;
  }

  private Optional<Refusal> refusal(Spending spending) {
    try {
      on.database
          .transactions(on.clock)
          .inRealm(
              on.realm,
              Attempted.NOTHING,
              tx -> {
                spending.in(tx);
                return true;
              });
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of(refusal);
    }
  }

  @Test
  void ask_sixthInAnHour_isRefusedUntilTheHourIsOver() {
    for (int i = 0; i < 5; i++) {
      assertThat(ask(Use.VERIFICATION, i % 2 == 0 ? Counting.ANNA : Counting.TWIN)).isEmpty();
    }
    on.clock.advance(Duration.ofMinutes(20));
    Refusal refusal = ask(Use.VERIFICATION, Counting.ANNA).orElseThrow();
    assertThat(refusal.reason()).isEqualTo(Reason.MAIL_BUDGET_SPENT);
    assertThat(refusal.code().status()).isEqualTo(429);
    assertThat(refusal.retryAfter()).contains(Duration.ofMinutes(40));
    assertThat(ask(Use.PASSWORD_RESET, Counting.ANNA)).isEmpty();
    assertThat(ask(Use.VERIFICATION, Counting.OTHER)).isEmpty();
    on.clock.advance(Duration.ofMinutes(40));
    assertThat(ask(Use.VERIFICATION, Counting.ANNA)).isEmpty();
  }

  @Test
  void ask_byAnyNumberOfAddresses_takesNothingFromTheRealm() {
    for (int i = 0; i < 20; i++) {
      EmailAddress nobody = EmailAddress.parse("nobody" + i + "@example.com").orElseThrow();
      assertThat(ask(Use.PASSWORD_RESET, nobody)).isEmpty();
    }
    assertThat(write(Use.PASSWORD_RESET, 1, 2)).isEmpty();
  }

  @Test
  void write_moreThanTheRealmMay_isRefusedUntilTheHourIsOver() {
    assertThat(write(Use.VERIFICATION, 1, 2)).isEmpty();
    assertThat(write(Use.VERIFICATION, 1, 2)).isEmpty();
    on.clock.advance(Duration.ofMinutes(50));
    Refusal refusal = write(Use.VERIFICATION, 1, 2).orElseThrow();
    assertThat(refusal.retryAfter()).contains(Duration.ofMinutes(10));
    assertThat(write(Use.PASSWORD_RESET, 1, 2)).as("another kind").isEmpty();
    on.clock.advance(Duration.ofMinutes(10));
    assertThat(write(Use.VERIFICATION, 1, 2)).isEmpty();
  }

  @Test
  void write_severalThatBelongTogether_passTogether() {
    assertThat(write(Use.PASSWORD_RESET, 3, 2)).isEmpty();
    assertThat(write(Use.PASSWORD_RESET, 1, 2)).isPresent();
  }
}
