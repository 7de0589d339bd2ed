package dev.gatehouse.server.login;

import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.Purpose;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.SessionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Seals what a journey carries: requests hold state, nonces and hints that concern nobody here. */
final class JourneySeal {
  private final Envelope envelope;
  private final JsonMapper json = new JsonMapper();

  JourneySeal(Envelope envelope) {
    this.envelope = envelope;
  }

  /** What is sealed, as JSON. */
  private record Content(
      Map<String, String> request,
      @Nullable String page,
      @Nullable String organisation,
      @Nullable String session,
      @Nullable String signedInAt) {}

  byte[] seal(RealmId realm, Journey journey) {
    Content content =
        new Content(
            journey.request(),
            journey.page().map(OwnPath::text).orElse(null),
            journey.organisation().orElse(null),
            journey.session().map(SessionId::toString).orElse(null),
            journey.signedInAt().map(Instant::toString).orElse(null));
    return envelope.seal(
        Purpose.JOURNEY, context(realm, journey.id()), json.writeValueAsBytes(content));
  }

  Journey open(RealmId realm, JourneyStore.Row row) {
    byte[] plain = envelope.open(Purpose.JOURNEY, context(realm, row.id()), row.sealed());
    Content content = json.readValue(plain, Content.class);
    return new Journey(
        row.id(),
        row.step(),
        content.request(),
        Optional.ofNullable(content.page()).map(OwnPath::new),
        Optional.ofNullable(content.organisation()),
        Optional.ofNullable(content.session()).map(UUID::fromString).map(SessionId::new),
        row.createdAt(),
        Optional.ofNullable(content.signedInAt()).map(Instant::parse));
  }

  private static byte[] context(RealmId realm, JourneyId id) {
    return ("journey:" + realm + ":" + id).getBytes(StandardCharsets.UTF_8);
  }
}
