package dev.gatehouse.server.page.mail;

/**
 * A mail ready to be sent, as {@code multipart/alternative}.
 *
 * @param subject one line
 * @param text plain text body
 * @param html HTML body that says the same
 */
public record RenderedMail(String subject, String text, String html) {
  /** Refuses a subject that would add a header. */
  public RenderedMail {
    if (subject.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a subject is one line");
    }
  }
}
