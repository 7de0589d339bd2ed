package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
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
}
