package dev.gatehouse.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses in one spelling. */
class RouteMatcherTest {
  private final RouteMatcher routes =
      new RouteMatcher(
          List.of(
              route(Method.GET, "/health/live", "-"),
              route(Method.GET, "/r/{realm}/things", "-"),
              route(Method.POST, "/r/{realm}/things", "thing.made"),
              route(Method.GET, "/r/{realm}/things/{thing}", "thing.seen"),
              route(Method.GET, "/r/{realm}/things/new", "-"),
              route(Method.DELETE, "/r/{realm}/things/{thing}/parts/{part}", "part.removed")));

  private static Route route(Method method, String path, String event) {
    return new Route(
        method,
        path,
        Route.Scope.SERVER,
        Route.Access.PUBLIC,
        Route.Body.NONE,
        event,
        exchange -> Answer.Json.ok(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /health/live,                /health/live",
    "GET,    /r/acme/things,              /r/{realm}/things",
    "POST,   /r/acme/things,              /r/{realm}/things",
    "GET,    /r/acme/things/7,            /r/{realm}/things/{thing}",
    "GET,    /r/acme/things/new,          /r/{realm}/things/new",
    "DELETE, /r/acme/things/new/parts/2,  /r/{realm}/things/{thing}/parts/{part}",
    "HEAD,   /health/live,                /health/live",
  })
  void find_addressOfARoute_isThatRoute(String method, String path, String expected) {
    assertThat(routes.find(method, path))
        .hasValueSatisfying(match -> assertThat(match.route().path()).isEqualTo(expected));
  }

  @Test
  void find_namedSegments_areDecodedOnce() {
    assertThat(routes.find("DELETE", "/r/acme/things/a%20%C3%BC%2525/parts/b+c"))
        .hasValueSatisfying(match ->
            assertThat(match.path())
                .isEqualTo(Map.of("realm", "acme", "thing", "a ü%25", "part", "b+c")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "*",
        "health/live",
        "/health",
        "/health/live/",
        "/health//live",
        "//health/live",
        "/HEALTH/live",
        "/health/%6cive",
        "/health/live;a=b",
        "/health/live%00",
        "/health/./live",
        "/health/../health/live",
        "/r//things",
        "/r/acme/things/",
        "/r/acme/things/%",
        "/r/acme/things/%4",
        "/r/acme/things/%zz",
        "/r/acme/things/%ff",
        "/r/acme/things/ü",
        "http://id.example/health/live"
      })
  void find_anotherSpelling_isNoRoute(String path) {
    assertThat(routes.find("GET", path)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /r/acme/things",
    "HEAD, /r/acme/things/7",
    "TRACE, /health/live",
    "get, /health/live"
  })
  void find_anotherMethod_isNoRoute(String method, String path) {
    assertThat(routes.find(method, path)).isEmpty();
  }

  @Test
  void methods_ofAnAddress_areThoseOfEveryLineThatMatches() {
    assertThat(routes.methods("/r/acme/things")).containsExactly(Method.GET, Method.POST);
    assertThat(routes.methods("/r/acme/things/new")).containsExactly(Method.GET);
    assertThat(routes.methods("/r/acme/nothing")).isEmpty();
  }

  @Test
  void new_twoLinesForOneAddress_isABug() {
    var twice = List.of(route(Method.GET, "/a/{b}", "-"), route(Method.GET, "/a/{c}", "-"));
    assertThatThrownBy(() -> new RouteMatcher(twice)).isInstanceOf(IllegalArgumentException.class);
  }
}
