package dev.gatehouse.server.notify;

import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.Purpose;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.notify.OutgoingMail.Sender;
import dev.gatehouse.server.page.mail.RenderedMail;
import dev.gatehouse.server.principal.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Mails at rest: sealed under the master key, each for its own row, because they hold links. */
final class MailSeal {
  private final Envelope envelope;
  private final JsonMapper json = new JsonMapper();

  MailSeal(Envelope envelope) {
    this.envelope = envelope;
  }

  /** What is sealed. */
  private record Content(
      String senderName, String sender, String to, String subject, String text, String html) {}

  byte[] seal(TenantId tenant, UUID id, OutgoingMail mail) {
    Content content =
        new Content(
            mail.from().name(),
            mail.from().address().address(),
            mail.to().address(),
            mail.content().subject(),
            mail.content().text(),
            mail.content().html());
    return envelope.seal(Purpose.MAIL, context(tenant, id), json.writeValueAsBytes(content));
  }

  OutgoingMail open(TenantId tenant, UUID id, byte[] sealed, String kind, Instant goodUntil) {
    byte[] plain = envelope.open(Purpose.MAIL, context(tenant, id), sealed);
    Content content = json.readValue(plain, Content.class);
    return new OutgoingMail(
        kind,
        new Sender(content.senderName(), address(content.sender())),
        address(content.to()),
        new RenderedMail(content.subject(), content.text(), content.html()),
        goodUntil);
  }

  private static EmailAddress address(String text) {
    return EmailAddress.parse(text)
        .orElseThrow(() -> new IllegalStateException("a sealed mail with a malformed address"));
  }

  private static byte[] context(TenantId tenant, UUID id) {
    return ("mail/" + tenant + "/" + id).getBytes(StandardCharsets.US_ASCII);
  }
}
