package dev.gatehouse.server.app;

import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Stylesheet, script and pictures of our own pages: a fixed list, read at the start. */
final class AssetEndpoint {
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Function<String, Optional<Answer.Asset>> assets;

  private AssetEndpoint(Function<String, Optional<Answer.Asset>> assets) {
    this.assets = assets;
  }

  /** Serves the named files of a folder of the class path's {@code /assets}. */
  static AssetEndpoint of(String folder, List<String> names) {
    Map<String, Answer.Asset> assets = new HashMap<>();
    names.forEach(name -> assets.put(name, read(folder + name)));
    return new AssetEndpoint(name -> Optional.ofNullable(assets.get(name)));
  }

  /** The same where the names change while the server runs. */
  static AssetEndpoint of(String folder, Supplier<List<String>> names) {
    Map<String, Answer.Asset> known = new ConcurrentHashMap<>();
    return new AssetEndpoint(name ->
        names.get().contains(name)
            ? Optional.of(known.computeIfAbsent(name, wanted -> read(folder + wanted)))
            : Optional.empty());
  }

  /** Whether there is such a file below {@code /assets}. */
  static boolean exists(String name) {
    return AssetEndpoint.class.getResource("/assets/" + name) != null;
  }

  Answer serve(Exchange exchange) throws Refusal {
    Answer.Asset asset =
        assets.apply(exchange.path("name")).orElseThrow(() -> Refusal.of(Reason.ROUTE_UNKNOWN));
    exchange.cache(FRESH);
    return asset;
  }

  private static Answer.Asset read(String name) {
    try (InputStream in = AssetEndpoint.class.getResourceAsStream("/assets/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no asset " + name);
      }
      String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      if (type == null) {
        throw new IllegalStateException("no type for " + name);
      }
      return new Answer.Asset(type, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
