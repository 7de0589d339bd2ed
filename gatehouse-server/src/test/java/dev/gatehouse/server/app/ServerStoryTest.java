package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Exchange;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What belongs to no feature: health, assets, errors, headers, hosts. */
@Tag("database")
class ServerStoryTest {
  private final HttpDriver browser = RunningServer.shared().browser();

  @Test
  void health_saysLive() {
    assertThat(browser.get("/health/live").expect(200).json().get("status").asString())
        .isEqualTo("live");
  }

  @Test
  void unknownAddress_isOurError() {
    Page page = browser.get("/no/such/place").expect(404);
    assertThat(page.body())
        .isEqualTo(
            "{\"error\":{\"code\":\"not_found\",\"message\":\"there is nothing at this address\"}}");
    assertThat(page.header("X-Request-Id")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"PUT,/health/live", "DELETE,/health/live", "TRACE,/health/live", "POST,/health/live"})
  void otherMethod_isRefusedWithWhatIsAllowed(String method, String path) {
    Page page = browser.request(method, path).send();
    assertThat(page.status()).isEqualTo(405);
    assertThat(page.header("Allow")).contains("GET");
  }

  @ParameterizedTest
  @CsvSource({"GET-1,", "BREW,", "GET,GET-1", "GET,no word"})
  void unknownMethod_isNotOurs_notEvenAsAnOverride(String method, @Nullable String override) {
    Exchange request = browser.request(method, "/health/live");
    Page page =
        (override == null ? request : request.header("X-HTTP-Method-Override", override)).send();
    assertThat(page.status()).isEqualTo(501);
    assertThat(page.json().at("/error/code").asString()).isEqualTo("invalid_request");
  }
}
