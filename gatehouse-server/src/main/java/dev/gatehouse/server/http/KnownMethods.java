package dev.gatehouse.server.http;

import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Refuses methods that nothing here has ever heard of, before the router, which fails at names that
 * are no words: {@code GET-1} is a method by the grammar of HTTP.
 */
final class KnownMethods implements HttpConfiguration.Customizer {
  private static final String OVERRIDE = "X-HTTP-Method-Override";

  private final Set<String> names;

  KnownMethods(Set<String> names) {
    this.names = Set.copyOf(names);
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable answerHeaders) {
    // the router looks there too
    Optional<String> other = Optional.ofNullable(request.getHeaders().get(OVERRIDE));
    if (!names.contains(request.getMethod()) || !other.map(names::contains).orElse(true)) {
      // RFC 9110 §9.1: a method that is not recognised
      throw new HttpException.RuntimeException(HttpStatus.NOT_IMPLEMENTED_501, "unknown method");
    }
    return request;
  }
}
