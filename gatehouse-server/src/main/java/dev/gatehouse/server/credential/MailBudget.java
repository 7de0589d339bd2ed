package dev.gatehouse.server.credential;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.principal.AddressKeys;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.realm.MailRules;
import dev.gatehouse.server.storage.RealmTx;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How many mails may be asked for: so many an hour for each address and kind, whether anybody has
 * the address or not, and so many for the whole realm. Asking for one kind leaves the others alone,
 * so nobody can talk another person out of a reset.
 */
public final class MailBudget {
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final byte[] WHOLE_REALM = new byte[32];

  private final MailBudgetStore store;
  private final AddressKeys keys;

  public MailBudget(AddressKeys keys) {
    this(new JdbcMailBudgetStore(), keys);
  }

  MailBudget(MailBudgetStore store, AddressKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  /** What the mail is for. */
  public enum Use {
    VERIFICATION,
    PASSWORD_RESET,
    ADDRESS_CHANGE
  }

  /**
   * Takes one mail from the budget, lasting, or refuses with the time until there is one again.
   *
   * @param rules of the realm
   */
  public void spend(RealmTx tx, Use use, EmailAddress address, MailRules rules) throws Refusal {
    String counted = "mail " + use.name().toLowerCase(Locale.ROOT);
    take(tx, keys.forCounter(counted, tx.realm(), address), rules.resendPerHour());
    take(tx, WHOLE_REALM, rules.mailsPerHour());
  }

  private void take(RealmTx tx, byte[] subject, int most) throws Refusal {
    MailBudgetStore.Spent spent = store.spend(tx, subject, WINDOW);
    if (spent.asked() > most) {
      Instant again = spent.windowStart().plus(WINDOW);
      throw Refusal.retryAfter(Reason.MAIL_BUDGET_SPENT, Duration.between(tx.now(), again));
    }
  }
}
