package dev.gatehouse.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiedRedirectUriTest {
  @ParameterizedTest
  @CsvSource({
    "web, https://app.sample.example/callback",
    "web, https://app.sample.example/q?a=b",
    "native, http://127.0.0.1/cb",
    "native, http://127.0.0.1:1/cb",
    "native, http://127.0.0.1:65535/cb",
    "native, http://[::1]:7000/cb?x=1",
    "native, http://[::1]:50123/cb?x=1",
    "native, com.sample.app:/cb"
  })
  void of_registered_isAccepted(String client, String uri) throws Refusal {
    assertThat(VerifiedRedirectUri.of(SampleRealm.client(client), Optional.of(uri)).text())
        .isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.sample.example/callback/",
        "https://app.sample.example/callbac",
        "https://app.sample.example/callback2",
        "https://app.sample.example/callback/../evil",
        "https://app.sample.example/callback/..;/evil",
        "https://app.sample.example/%2e%2e/callback",
        "https://app.sample.example/%252e%252e/callback",
        "https://app.sample.example/%63allback",
        "https://app.sample.example/Callback",
        "https://APP.sample.example/callback",
        "HTTPS://app.sample.example/callback",
        "https://app.sample.example:443/callback",
        "https://app.sample.example:8443/callback",
        "http://app.sample.example/callback",
        "https://app.sample.example.evil.example/callback",
        "https://app.sample.example@evil.example/callback",
        "https://evil.example/https://app.sample.example/callback",
        "https://evil@app.sample.example/callback",
        "https://app.sample.example/callback?a=b",
        "https://app.sample.example/callback#f",
        "https://app.sample.example/q?a=b&c=d",
        "https://app.sample.example/q?a=b#",
        "https://app.sample.example/q",
        "https://app.sample.example\\callback",
        "https://app.sample.example/callback\\",
        "https://app.sample.example/callback\r\nLocation: https://evil.example",
        "https://app.sample.example/callback%0d%0aLocation:%20evil",
        " https://app.sample.example/callback",
        "https://app.sample.example/callback ",
        "//app.sample.example/callback",
        "/callback",
        "JavaScript:alert(1)",
        "javascript:alert(1)",
        "data:text/html,x"
      })
  void of_nearlyRegistered_isRefused(String uri) {
    refused("web", Optional.of(uri));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/cb",
        "http://localhost:80@evil.example/cb",
        "http://127.0.0.1:80@evil.example/cb",
        "http://127.0.0.1@evil.example/cb",
        "http://127.0.0.1.evil.example/cb",
        "http://127.0.0.1:/cb",
        "http://127.0.0.1:0/cb",
        "http://127.0.0.1:080/cb",
        "http://127.0.0.1:65536/cb",
        "http://127.0.0.1:123456/cb",
        "http://127.0.0.1:-1/cb",
        "http://127.0.0.1:8o/cb",
        "http://127.0.0.1:80:80/cb",
        "http://127.0.0.1:80",
        "http://127.0.0.1:80/",
        "http://127.0.0.1:80/cb/",
        "http://127.0.0.1:80/CB",
        "http://127.0.0.1:80/cb?x=1",
        "http://127.0.0.1:80/cb#f",
        "http://127.0.0.1:80\\cb",
        "https://127.0.0.1:80/cb",
        "http://127.0.0.2/cb",
        "http://127.1/cb",
        "http://2130706433/cb",
        "http://0x7f000001/cb",
        "http://0177.0.0.1/cb",
        "http://[::1]/cb",
        "http://[0:0:0:0:0:0:0:1]:7000/cb?x=1",
        "http://[::ffff:127.0.0.1]:7000/cb?x=1",
        "http://[::1]:7000/cb",
        "com.sample.app:/cb2",
        "com.sample.app:/cb?x",
        "com.sample.app://cb",
        "COM.sample.app:/cb"
      })
  void of_loopbackAndOwnScheme_onlyThePortMayVary(String uri) {
    refused("native", Optional.of(uri));
  }

  @Test
  void of_absent_isRefused() {
    refused("web", Optional.empty());
  }

  private static void refused(String client, Optional<String> uri) {
    assertThatThrownBy(() -> VerifiedRedirectUri.of(SampleRealm.client(client), uri))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.REDIRECT_URI_MISMATCH));
  }
}
