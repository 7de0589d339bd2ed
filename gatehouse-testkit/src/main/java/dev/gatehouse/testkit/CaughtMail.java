package dev.gatehouse.testkit;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * A mail that arrived.
 *
 * @param recipients the addresses of the envelope
 * @param text the plain part, empty without one
 * @param html the HTML part, empty without one
 * @param source as received, headers included
 * @param links every http(s) address in it, in order, each once
 */
public record CaughtMail(
    String from,
    List<String> recipients,
    String subject,
    String text,
    String html,
    String source,
    List<URI> links,
    Instant receivedAt) {

  public CaughtMail {
    recipients = List.copyOf(recipients);
    links = List.copyOf(links);
  }

  public boolean isTo(String address) {
    return recipients.stream().anyMatch(address::equalsIgnoreCase);
  }

  /** The first link whose address contains this. */
  public URI link(String part) {
    return links.stream()
        .filter(link -> link.toString().contains(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no link with '" + part + "' in\n" + source));
  }
}
