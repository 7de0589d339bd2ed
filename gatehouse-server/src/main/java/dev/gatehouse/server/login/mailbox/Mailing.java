package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.credential.LinkMaker;
import dev.gatehouse.server.credential.LinkStore;
import dev.gatehouse.server.credential.MailBudget;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.notify.MailOutbox;
import dev.gatehouse.server.notify.MailWriter;
import dev.gatehouse.server.page.brand.Branding;
import dev.gatehouse.server.page.frame.PageFrames;
import dev.gatehouse.server.page.text.Messages;

/**
 * What sending a link by mail takes.
 *
 * @param links where links are kept
 * @param maker makes them
 * @param writer writes the mail
 * @param outbox takes it
 * @param budget says whether there may be one more
 * @param frames knows looks and languages
 */
public record Mailing(
    LinkStore links,
    LinkMaker maker,
    MailWriter writer,
    MailOutbox outbox,
    MailBudget budget,
    PageFrames frames) {

  /** The look of a realm's mails. */
  public Branding branding(RealmId realm) {
    return frames.branding(realm);
  }

  /** The texts in a person's language. */
  public Messages messages(String language) {
    return frames.messages(language);
  }
}
