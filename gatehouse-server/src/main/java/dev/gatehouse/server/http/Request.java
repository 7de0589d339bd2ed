package dev.gatehouse.server.http;

import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The raw request, as the HTTP server hands it over. */
public interface Request {
  Method method();

  /** Every value of the header, in order, names in any case. */
  List<String> headers(String name);

  /** A segment of the path, as named in the route. */
  String path(String name);

  /** The path as sent, nothing decoded. */
  String rawPath();

  /** The query as sent, empty when there is none. */
  String rawQuery();

  /**
   * The body.
   *
   * @param limit the most bytes to read; more is refused before it is read
   */
  byte[] body(int limit) throws Refusal;

  /**
   * The host and port that were asked for, in lower case: those of the one {@code Host} header, or
   * what a trusted proxy says.
   */
  default Optional<String> authority() {
    List<String> hosts = headers("host");
    return hosts.size() == 1
        ? Optional.of(hosts.getFirst().toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** How a trusted proxy says it was asked: {@code http} or {@code https}. */
  default Optional<String> forwardedScheme() {
    return Optional.empty();
  }

  /** Id, sender and user agent. */
  Origin origin();
}
