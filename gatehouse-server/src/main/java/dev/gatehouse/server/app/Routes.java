package dev.gatehouse.server.app;

import static dev.gatehouse.server.http.Method.GET;
import static dev.gatehouse.server.http.Method.POST;
import static dev.gatehouse.server.http.Route.Access.BROWSER;
import static dev.gatehouse.server.http.Route.Access.PUBLIC;
import static dev.gatehouse.server.http.Route.Body.FORM;
import static dev.gatehouse.server.http.Route.Body.NONE;
import static dev.gatehouse.server.http.Route.Scope.REALM;
import static dev.gatehouse.server.http.Route.Scope.SERVER;

import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.http.Route;
import java.util.ArrayList;
import java.util.List;

/** Every endpoint, one line each. What is not listed is denied. */
final class Routes {
  private final List<Route> routes = new ArrayList<>();

  private Routes() {}

  static List<Route> of(Foundation foundation, Features features, Readiness readiness) {
    Routes table = new Routes();
    table.server(foundation, readiness);
    table.signIn(features);
    return List.copyOf(table.routes);
  }

  private void server(Foundation foundation, Readiness readiness) {
    HealthEndpoint health = new HealthEndpoint(readiness);
    AssetEndpoint assets =
        AssetEndpoint.of("", List.of("gatehouse.css", "gatehouse.js", "favicon.svg"));
    AssetEndpoint logos = AssetEndpoint.of("realms/", foundation.logos());
    BrandEndpoint brand = new BrandEndpoint(foundation.frames);
    add(new Route(GET, "/health/live", SERVER, PUBLIC, NONE, "-", health::live));
    add(new Route(GET, "/health/ready", SERVER, PUBLIC, NONE, "-", health::ready));
    add(new Route(GET, "/assets/{name}", SERVER, PUBLIC, NONE, "-", assets::serve));
    add(new Route(GET, "/assets/realms/{name}", SERVER, PUBLIC, NONE, "-", logos::serve));
    add(new Route(GET, "/r/{realm}/brand.css", REALM, PUBLIC, NONE, "-", brand::stylesheet));
  }

  private void signIn(Features on) {
    browser(GET, "/r/{realm}/sign-in", "-", on.signInPage::show);
    browser(POST, "/r/{realm}/sign-in", "session.signed_in", on.signInPage::send);
    browser(GET, "/r/{realm}/t/{slug}", "-", on.signInPage::enter);
    browser(GET, "/r/{realm}/sign-out", "-", on.signOutPage::show);
    browser(POST, "/r/{realm}/sign-out", "session.signed_out", on.signOutPage::send);
  }

  /** A page of the realm that anybody may open; a form of it needs its CSRF token. */
  private void browser(Method method, String path, String event, Handler handler) {
    Route.Body body = method == POST ? FORM : NONE;
    add(new Route(method, path, REALM, BROWSER, body, event, handler));
  }

  private void add(Route route) {
    routes.add(route);
  }
}
