package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieJarTest {

  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  private final CookieJar jar = new CookieJar(clock);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://127.0.0.1:80/r/x/login | __Host-gh=1; Secure; Path=/; HttpOnly   | http://127.0.0.1:81/ | true
          http://localhost/             | __Host-gh=1; secure; path=/             | http://localhost/y   | true
          http://id.example/            | __Host-gh=1; Secure; Path=/             | http://id.example/   | false
          https://id.example/           | __Host-gh=1; Path=/                     | https://id.example/  | false
          https://id.example/a          | __Host-gh=1; Secure; Path=/a            | https://id.example/a | false
          https://id.example/a          | __Host-gh=1; Secure                     | https://id.example/a | false
          https://id.example/           | __Host-gh=1; Secure; Path=/; Domain=id.example | https://id.example/ | false
          https://id.example/           | __Secure-x=1                            | https://id.example/  | false
          https://id.example/           | x=1; Secure                             | http://id.example/   | false
          https://id.example/           | x=1                                     | https://a.id.example/ | false
          https://a.id.example/         | x=1; Domain=id.example                  | https://b.id.example/ | true
          https://id.example/           | x=1; Domain=other.example               | https://other.example/ | false
          https://id.example/a/b        | x=1                                     | https://id.example/a/c | true
          https://id.example/a/b        | x=1                                     | https://id.example/ab | false
          https://id.example/           | x=1; Path=/r                            | https://id.example/r/y | true
          https://id.example/           | x=1; Path=/r                            | https://id.example/rr | false
          https://id.example/           | x=1; Max-Age=0                          | https://id.example/ | false
          https://id.example/           | x=1; Max-Age=9; Expires=Thu, 01 Jan 1970 00:00:00 GMT | https://id.example/ | true
          https://id.example/           | x=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT | https://id.example/ | false
          https://id.example/           | x=1; SameSite=None                      | https://id.example/ | false
          https://id.example/           | =1                                      | https://id.example/ | false
          """)
  void accept_thenAsk_asABrowserDoes(URI from, String header, URI target, boolean sent) {
    jar.accept(from, header);

    assertThat(jar.header(target).isPresent()).isEqualTo(sent);
  }

  @Test
  void header_afterMaxAge_forgets() {
    URI page = URI.create("https://id.example/");
    jar.accept(page, "x=1; Max-Age=60");
    clock.advance(Duration.ofSeconds(59));
    assertThat(jar.header(page)).contains("x=1");

    clock.advance(Duration.ofSeconds(1));

    assertThat(jar.header(page)).isEmpty();
  }

  @Test
  void accept_sameNameAndPath_replacesAndMaxAge0Removes() {
    URI page = URI.create("http://127.0.0.1/");
    jar.accept(page, "__Host-gh=one; Secure; Path=/");
    jar.accept(page, "__Host-gh=two; Secure; Path=/");
    assertThat(jar.header(page)).contains("__Host-gh=two");

    jar.accept(page, "__Host-gh=; Secure; Path=/; Max-Age=0");

    assertThat(jar.all()).isEmpty();
  }

  @Test
  void header_crossSite_bySameSite() {
    URI page = URI.create("https://id.example/");
    jar.accept(page, "s=1; SameSite=Strict");
    jar.accept(page, "l=1; SameSite=Lax");
    jar.accept(page, "n=1; SameSite=None; Secure");

    assertThat(jar.header(page)).contains("s=1; l=1; n=1");
    assertThat(jar.header(page, false, true)).contains("l=1; n=1");
    assertThat(jar.header(page, false, false)).contains("n=1");
  }
}
