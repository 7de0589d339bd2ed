package dev.gatehouse.server.notify;

import dev.gatehouse.server.page.mail.RenderedMail;
import dev.gatehouse.server.principal.EmailAddress;
import java.time.Instant;

/**
 * A mail to one person, written before the transaction that sends it off.
 *
 * @param kind a stable word for what it is about
 * @param goodUntil after this it is not sent any more: its link is dead
 */
public record OutgoingMail(
    String kind, Sender from, EmailAddress to, RenderedMail content, Instant goodUntil) {

  /** Who a realm's mail comes from. */
  public record Sender(String name, EmailAddress address) {
    public Sender {
      if (name.codePoints().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("a sender's name is one line");
      }
    }
  }
}
