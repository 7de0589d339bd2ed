package dev.gatehouse.server.page.mail;

import dev.gatehouse.server.page.brand.Branding;
import dev.gatehouse.server.page.text.Messages;
import java.util.List;

/**
 * What a mail says, before it is laid out as text or HTML.
 *
 * @param branding look of the realm
 * @param messages texts in the language of the reader
 * @param subject one line, also the heading
 * @param before paragraphs before the links
 * @param links what the reader can do
 * @param after paragraphs after the links
 */
public record MailBody(
    Branding branding,
    Messages messages,
    String subject,
    List<String> before,
    List<Link> links,
    List<String> after) {

  /** Keeps its own copies. */
  public MailBody {
    before = List.copyOf(before);
    links = List.copyOf(links);
    after = List.copyOf(after);
  }

  /** Why the reader gets it. */
  public String foot() {
    return messages.text("mail.foot", "product", branding.product());
  }

  /**
   * Something the reader can do.
   *
   * @param label what will happen
   * @param href absolute link
   */
  public record Link(String label, String href) {}
}
