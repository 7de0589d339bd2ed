package dev.gatehouse.server.app;

import dev.gatehouse.server.http.JavalinRequest;
import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.server.http.RouteMatcher;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every route there is, and what to say of an address that is none. */
final class RouteTable {
  private final List<Route> routes;
  private final RouteMatcher matcher;

  RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
    this.matcher = new RouteMatcher(routes);
  }

  RouteMatcher matcher() {
    return matcher;
  }

  List<Route> routes() {
    return routes;
  }

  /**
   * The route, or a refusal: not found, or another method with {@code Allow} (RFC 9110 §15.5.6).
   *
   * @param headers collects {@code Allow}
   */
  Route require(Optional<Route> route, JavalinRequest request, Map<String, String> headers)
      throws Refusal {
    if (route.isPresent()) {
      return route.get();
    }
    String allowed =
        matcher.methods(request.rawPath()).stream()
            .map(Method::name)
            .sorted()
            .collect(Collectors.joining(", "));
    if (allowed.isEmpty()) {
      throw Refusal.of(Reason.ROUTE_UNKNOWN);
    }
    headers.put("Allow", allowed);
    throw Refusal.of(Reason.METHOD_UNKNOWN);
  }
}
