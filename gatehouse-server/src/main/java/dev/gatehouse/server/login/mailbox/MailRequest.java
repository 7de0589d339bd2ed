package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.credential.MailBudget;
import dev.gatehouse.server.login.Underway;
import dev.gatehouse.server.principal.EmailAddress;
import java.util.UUID;

/**
 * Somebody asked for a mail by address; whether anybody has it is found out later.
 *
 * @param underway the sign-in they left to ask
 */
record MailRequest(UUID id, Kind kind, EmailAddress address, Underway underway) {
  /** What they asked for. */
  enum Kind {
    PASSWORD_RESET(MailBudget.Use.PASSWORD_RESET),
    VERIFICATION(MailBudget.Use.VERIFICATION);

    private final MailBudget.Use budget;

    Kind(MailBudget.Use budget) {
      this.budget = budget;
    }

    /** What such a mail is counted as. */
    MailBudget.Use budget() {
      return budget;
    }
  }
}
