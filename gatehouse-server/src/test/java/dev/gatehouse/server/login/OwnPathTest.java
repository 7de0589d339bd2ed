package dev.gatehouse.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.RealmId;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnPathTest {
  private final Site site =
      new Site(new RealmId("monitrax"), URI.create("https://login.example.com"));

  @ParameterizedTest
  @ValueSource(strings = {"/account", "/account/email", "/account/sessions/end-others", "/a_b-C9"})
  void of_pageOfTheRealm_isThatPage(String path) {
    assertThat(OwnPath.of(site, "/r/monitrax" + path)).hasValue(new OwnPath(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "/r/monitrax//evil.example",
        "/r/monitrax/\\evil.example",
        "/r/monitrax/%5cevil.example",
        "/r/monitrax/%2f%2fevil.example",
        "/r/monitrax/account/",
        "/r/monitrax/account?x=y",
        "/r/monitrax/account#x",
        "/r/monitrax/../other/account",
        "/r/monitrax/account;x=y",
        "/r/monitrax/javascript:alert(1)",
        "/r/monitrax.evil/account",
        "/r/monitrax@evil.example/account",
        "/r/monitraxtwo",
        "/r/other/account",
        "/r/monitrax",
        "javascript:alert(1)",
        "https://evil.example/account",
        ""
      })
  void of_anythingElse_isNothing(String path) {
    assertThat(OwnPath.of(site, path)).isEmpty();
  }
}
