package dev.gatehouse.server.credential;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.principal.AddressKeys;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.realm.MailRules;
import dev.gatehouse.server.storage.RealmTx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How many mails there may be, kind by kind: so many an hour asked for by one address, whether
 * anybody has the address or not, and so many written for the whole realm. Asking for what nobody
 * gets takes nothing from the realm, and one kind leaves the others alone: nobody can talk another
 * person out of a reset.
 */
public final class MailBudget {
  private static final Duration WINDOW = Duration.ofHours(1);

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
    ADDRESS_CHANGE,
    INVITATION
  }

  /** Counts that the address asked, lasting, or refuses with the time until it may again. */
  public void ask(RealmTx tx, Use use, EmailAddress address, MailRules rules) throws Refusal {
    byte[] subject = keys.forCounter("mail " + name(use), tx.realm(), address);
    take(tx, subject, 1, rules.resendPerHour());
  }

  /**
   * Counts mails that are about to be written, lasting, or refuses with the time until the realm
   * may write again. Several that belong together pass together.
   */
  public void write(RealmTx tx, Use use, int mails, MailRules rules) throws Refusal {
    take(tx, wholeRealm(use), mails, rules.mailsPerHour());
  }

  /** Shorter than any digest of an address, and so never one. */
  private static byte[] wholeRealm(Use use) {
    return ("realm " + name(use)).getBytes(StandardCharsets.US_ASCII);
  }

  private static String name(Use use) {
    return use.name().toLowerCase(Locale.ROOT);
  }

  private void take(RealmTx tx, byte[] subject, int mails, int most) throws Refusal {
    MailBudgetStore.Spent spent = store.spend(tx, subject, mails, WINDOW);
    if (spent.count() - mails >= most) {
      Instant again = spent.windowStart().plus(WINDOW);
      throw Refusal.retryAfter(Reason.MAIL_BUDGET_SPENT, Duration.between(tx.now(), again));
    }
  }
}
