package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.Purpose;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.login.JourneyId;
import dev.gatehouse.server.login.Underway;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.storage.RealmTx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Requests for mail by address. Asking writes one row, whoever has the address, so its time says
 * nothing; answering is another's work.
 */
public final class MailRequests {
  private final MailRequestStore store = new JdbcMailRequestStore();
  private final Envelope envelope;
  private final Csprng random;

  public MailRequests(Envelope envelope, Csprng random) {
    this.envelope = envelope;
    this.random = random;
  }

  /** Notes that somebody asked, as an effect. */
  void ask(RealmTx tx, MailRequest.Kind kind, EmailAddress address, Underway underway) {
    UUID id = random.uuidV7(tx.now());
    String text = address.address() + underway.journey().map(journey -> "\n" + journey).orElse("");
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    byte[] sealed = envelope.seal(Purpose.MAIL, context(tx.realm(), id), plain);
    store.insert(tx, new MailRequestStore.Waiting(id, kind, sealed));
  }

  /** The oldest request nobody is at, kept from others until the lease ends. */
  Optional<MailRequest> claim(RealmTx tx, Duration lease) {
    return store.claim(tx, lease).map(waiting -> open(tx.realm(), waiting));
  }

  private MailRequest open(RealmId realm, MailRequestStore.Waiting waiting) {
    byte[] plain = envelope.open(Purpose.MAIL, context(realm, waiting.id()), waiting.sealed());
    List<String> lines = new String(plain, StandardCharsets.UTF_8).lines().toList();
    EmailAddress address =
        EmailAddress.parse(lines.getFirst())
            .orElseThrow(
                () -> new IllegalStateException("a sealed request with a malformed address"));
    Underway underway = new Underway(lines.stream().skip(1).findFirst().flatMap(JourneyId::parse));
    return new MailRequest(waiting.id(), waiting.kind(), address, underway);
  }

  /** It is answered later, not before that time; lasting. */
  void defer(RealmTx tx, MailRequest request, Instant until) {
    store.defer(tx, request.id(), until);
  }

  /** It is answered, as an effect. */
  void remove(RealmTx tx, MailRequest request) {
    store.remove(tx, request.id());
  }

  private static byte[] context(RealmId realm, UUID id) {
    return ("mail_request/" + realm + "/" + id).getBytes(StandardCharsets.US_ASCII);
  }
}
