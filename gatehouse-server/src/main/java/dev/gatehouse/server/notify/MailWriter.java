package dev.gatehouse.server.notify;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TransactionScope;
import dev.gatehouse.server.notify.OutgoingMail.Sender;
import dev.gatehouse.server.page.MailRenderer;
import dev.gatehouse.server.page.mail.Mail;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.realm.MailRules;
import dev.gatehouse.server.realm.Realm;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

/** Writes mails of a realm, ready for the outbox. */
public final class MailWriter {
  private final MailRenderer renderer;
  private final Function<RealmId, Realm> realms;
  private final Clock clock;

  public MailWriter(MailRenderer renderer, Function<RealmId, Realm> realms, Clock clock) {
    this.renderer = renderer;
    this.realms = realms;
    this.clock = clock;
  }

  /**
   * Writes; before any transaction.
   *
   * @param good how long it is worth sending
   */
  public OutgoingMail write(RealmId realm, EmailAddress to, Mail mail, Duration good) {
    TransactionScope.refuseInside("writing a mail");
    MailRules rules = realms.apply(realm).mail();
    EmailAddress from =
        EmailAddress.parse(rules.senderAddress())
            .orElseThrow(() -> new IllegalStateException("realm " + realm + " has no sender"));
    return new OutgoingMail(
        kind(mail),
        new Sender(rules.senderName(), from),
        to,
        renderer.render(mail),
        clock.instant().plus(good));
  }

  /** The time mails written now speak of. */
  public Instant now() {
    return clock.instant();
  }

  /** A stable word for the kind of mail: {@code confirm_address}. */
  private static String kind(Mail mail) {
    return mail.getClass()
        .getSimpleName()
        .replaceAll("(?<=.)([A-Z])", "_$1")
        .toLowerCase(Locale.ROOT);
  }
}
