package dev.gatehouse.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The browser of this machine, without a window. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it; the test is not run where there is none. */
  static Chromium launch() {
    Optional<Path> program = find();
    assumeTrue(
        program.isPresent(),
        "missing on this machine: chromium (Debian package chromium; GATEHOUSE_CHROMIUM names another)");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program.orElseThrow())
                    .setArgs(FLAGS));
    return new Chromium(playwright, browser);
  }

  private static Optional<Path> find() {
    String named = System.getenv("GATEHOUSE_CHROMIUM");
    Stream<Path> candidates =
        named != null && !named.isBlank() ? Stream.of(Path.of(named)) : onPath();
    return candidates.filter(Files::isExecutable).findFirst();
  }

  private static Stream<Path> onPath() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return NAMES.stream()
        .flatMap(name ->
            Stream.of(path.split(File.pathSeparator, -1))
                .map(Path::of)
                .map(folder -> folder.resolve(name)));
  }

  /** A browser as for the first time: no cookies, English, at desktop width. */
  BrowserContext fresh() {
    return fresh(new Browser.NewContextOptions());
  }

  BrowserContext fresh(Browser.NewContextOptions options) {
    BrowserContext context =
        browser.newContext(options.setLocale("en-GB").setViewportSize(1280, 800));
    context.setDefaultTimeout(15_000);
    return context;
  }

  @Override
  public void close() {
    playwright.close();
  }
}
