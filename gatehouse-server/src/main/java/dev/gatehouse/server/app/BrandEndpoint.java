package dev.gatehouse.server.app;

import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.page.brand.BrandStylesheet;
import dev.gatehouse.server.page.frame.PageFrames;
import java.time.Duration;

/** The colours of a realm as a stylesheet: the only styling a realm brings. */
final class BrandEndpoint {
  private final PageFrames frames;

  BrandEndpoint(PageFrames frames) {
    this.frames = frames;
  }

  Answer stylesheet(Exchange exchange) {
    exchange.cache(Duration.ofMinutes(5));
    return new Answer.Text(
        200, "text/css; charset=utf-8", BrandStylesheet.of(frames.branding(exchange.realm())));
  }
}
