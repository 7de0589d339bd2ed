package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
  private static final Devices DEVICES = new Devices();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 | Chrome on Linux | COMPUTER
          Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox on Windows | COMPUTER
          Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15 | Safari on Mac OS X | COMPUTER
          Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1 | Mobile Safari on iOS | PHONE
          Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36 | Chrome Mobile on Android | PHONE
          Mozilla/5.0 (Linux; Android 15; SM-X910) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 | Chrome on Android | TABLET
          curl/8.5.0 | curl | UNKNOWN
          """)
  void of_userAgent_saysItInWords(String userAgent, String words, Device.Kind kind) {
    Device device = DEVICES.of(userAgent);
    assertThat(device.words()).isEqualTo(words);
    assertThat(device.kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\u0000\u001b[31m", "\u202e", "Ünïcødé"})
  void of_nothingReadable_isUnknown(String userAgent) {
    assertThat(DEVICES.of(userAgent).kind()).isEqualTo(Device.Kind.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>/1.0",
        "${jndi:ldap://canary}/1.0",
        "Mozilla/5.0 (Linux; Android 15; <img src=x onerror=alert(1)>) Chrome/1 Mobile",
        "\r\nSet-Cookie: a=b"
      })
  void of_hostileText_givesPlainWordsOnly(String userAgent) {
    assertThat(DEVICES.of(userAgent).words()).matches("[A-Za-z0-9 .+_-]{1,84}");
  }

  @Test
  void of_veryLongText_readsItsBeginningOnly() {
    String begin = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0 ";
    assertThat(DEVICES.of(begin + "a".repeat(100_000)).words()).isEqualTo("Firefox on Linux");
    assertThat(DEVICES.of("(".repeat(100_000))).isEqualTo(Device.UNKNOWN);
    assertThat(DEVICES.of(("Mozilla/5.0 (" + ";a ".repeat(80))).kind())
        .isEqualTo(Device.Kind.UNKNOWN);
  }
}
