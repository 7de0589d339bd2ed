package dev.gatehouse.server.login;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.Refusal;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in that somebody left for their mailbox, carried along from page to page, so that they
 * come back to it. It is worth something only in the browser that began it.
 */
public record Underway(Optional<JourneyId> journey) {
  /** The parameter, and the hidden field of forms on the way. */
  public static final String FIELD = "journey";

  /** No sign-in was left. */
  public static final Underway NOTHING = new Underway(Optional.empty());

  static Underway of(Journey journey) {
    return journey.isAwaited() ? new Underway(Optional.of(journey.id())) : NOTHING;
  }

  /** What the request carries; what is no waiting sign-in of this browser is dropped. */
  public static Underway of(Journeys journeys, Exchange exchange, Parameters sent) throws Refusal {
    Optional<String> text = sent.find(FIELD);
    return text.isEmpty()
        ? NOTHING
        : journeys.waiting(exchange, text.get()).map(Underway::of).orElse(NOTHING);
  }

  /** The value of the hidden field. */
  public @Nullable String field() {
    return journey.map(JourneyId::toString).orElse(null);
  }

  /** The path of a page further on, without a query of its own. */
  public String on(String path) {
    return journey.map(id -> path + "?" + FIELD + "=" + id).orElse(path);
  }

  /** The link of a mail, which has a query. */
  public URI through(URI link) {
    return journey.map(id -> URI.create(link + "&" + FIELD + "=" + id)).orElse(link);
  }
}
