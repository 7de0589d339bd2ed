package dev.gatehouse.server.management;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.ExchangeWitness.Seen;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That the watch over the API sees what is wrong. */
class ApiContractTest {
  private static final Map<String, List<String>> HEADERS =
      Map.of(
          "x-request-id",
          List.of("1"),
          "cache-control",
          List.of("no-store"),
          "content-type",
          List.of("application/json"));

  private final ApiContract contract = new ApiContract();

  private static Seen seen(String method, String path, int status, String answer) {
    return seen(method, path, status, answer, HEADERS);
  }

  private static Seen seen(
      String method, String path, int status, String answer, Map<String, List<String>> headers) {
    return new Seen(
        method,
        URI.create("http://localhost/r/monitrax" + path),
        Map.of(),
        new byte[0],
        status,
        headers,
        answer.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void answers_asDescribed_pass() {
    for (Seen seen :
        List.of(
            seen("GET", "/api/roles", 200, "{\"items\":[]}"),
            seen("GET", "/api/roles?limit=3", 200, "{\"items\":[]}"),
            seen("DELETE", "/api/sessions/x", 204, ""),
            seen("GET", "/api/roles?x=1", 400, "{\"error\":{\"code\":\"a\",\"message\":\"b\"}}"),
            seen("POST", "/api/nothing", 404, "anything"),
            seen("GET", "/account", 200, "anything"))) {
      assertThatCode(() -> contract.saw(seen)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/roles | 200 | {\"items\":[],\"total\":3}",
        "/api/roles | 200 | {}",
        "/api/roles | 200 | {\"items\":[{\"name\":\"x\"}]}",
        "/api/roles | 200 | nothing",
        "/api/roles | 302 | {\"items\":[]}",
        "/api/roles | 403 | {\"error\":\"forbidden\"}",
        "/api/roles | 403 | {\"error\":{\"code\":\"a\",\"message\":\"b\",\"detail\":\"c\"}}",
        "/api/roles?limit=0 | 200 | {\"items\":[]}",
        "/api/roles?limit=many | 200 | {\"items\":[]}",
        "/api/roles?tenant=1 | 200 | {\"items\":[]}",
        "/api/nothing | 200 | {}",
      })
  void answers_otherThanDescribed_fail(String path, int status, String answer) {
    assertThatThrownBy(() -> contract.saw(seen("GET", path, status, answer)))
        .isInstanceOfAny(AssertionError.class, tools.jackson.core.JacksonException.class);
  }

  @Test
  void bodies_whereNoneIsDescribed_fail() {
    assertThatThrownBy(() -> contract.saw(seen("DELETE", "/api/sessions/x", 204, "{}")))
        .isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-request-id", "cache-control", "content-type"})
  void answers_withoutAHeader_fail(String missing) {
    Map<String, List<String>> headers = new HashMap<>(HEADERS);
    headers.remove(missing);
    assertThatThrownBy(
            () -> contract.saw(seen("GET", "/api/roles", 200, "{\"items\":[]}", headers)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void answers_thatOtherOriginsMayRead_fail() {
    Map<String, List<String>> headers = new HashMap<>(HEADERS);
    headers.put("access-control-allow-origin", List.of("*"));
    assertThatThrownBy(
            () -> contract.saw(seen("GET", "/api/roles", 200, "{\"items\":[]}", headers)))
        .isInstanceOf(AssertionError.class);
  }
}
