package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.notify.OutgoingMail;
import dev.gatehouse.server.page.mail.Mail;
import dev.gatehouse.server.principal.Person;
import java.time.Duration;

/** Tells a person that their password was changed. */
public final class PasswordNotice {
  private static final Duration WORTH_SENDING = Duration.ofDays(3);

  private PasswordNotice() {}

  /** The mail. */
  public static OutgoingMail write(
      Mailing mailing, Exchange exchange, Person person, String organisation) {
    Mail mail =
        new Mail.PasswordChanged(
            mailing.branding(exchange.realm()),
            mailing.messages(person.locale()),
            organisation,
            mailing.writer().now(),
            exchange.site().uri("/forgot").toString());
    return mailing.writer().write(exchange.realm(), person.email(), mail, WORTH_SENDING);
  }
}
