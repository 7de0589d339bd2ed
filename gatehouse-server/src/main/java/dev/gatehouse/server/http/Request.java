package dev.gatehouse.server.http;

import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.Refusal;
import java.util.List;

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

  /** Id, sender and user agent. */
  Origin origin();
}
