package dev.gatehouse.server.app;

import dev.gatehouse.server.GoldenFile;
import dev.gatehouse.server.http.Route;
import java.io.IOException;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The inventory of everything that answers, reviewed as a file. */
@Tag("database")
class RouteTableTest {
  @Test
  void routes_areTheReviewedOnes() throws IOException {
    String lines =
        RunningServer.shared().routes().stream()
            .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
            .map(route ->
                "%-4s %-50s %-6s %-7s %-4s %s%n"
                    .formatted(
                        route.method(),
                        route.path(),
                        route.scope(),
                        route.access(),
                        route.body(),
                        route.event()))
            .collect(Collectors.joining());
    GoldenFile.check(
        "docs/routes.txt", "# method, path, scope, who may call, body, record left\n" + lines);
  }
}
