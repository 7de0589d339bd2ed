package dev.gatehouse.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCredentialsTest {
  @Test
  void of_basic_decodesBothPartsAsFormText() throws Refusal {
    FakeRequest request =
        FakeRequest.post("").header("Authorization", "bAsIc " + base64("a%3Ab+c:s%2B%26%25%C3%BC"));

    assertThat(ClientCredentials.of(request.at(SampleRealm.SITE)))
        .isInstanceOfSatisfying(
            ClientCredentials.Basic.class,
            basic -> {
              assertThat(basic.clientId()).isEqualTo("a:b c");
              assertThat(basic.secret().reveal()).isEqualTo("s+&%ü");
            });
  }

  @Test
  void of_bodyWithNameAlone_isNone() throws Refusal {
    assertThat(ClientCredentials.of(FakeRequest.post("client_id=spa").at(SampleRealm.SITE)))
        .isEqualTo(new ClientCredentials.None("spa"));
  }

  @Test
  void of_basicWithTheSameNameInTheBody_isBasic() throws Refusal {
    FakeRequest request =
        FakeRequest.post("client_id=web").header("Authorization", "Basic " + base64("web:s"));

    assertThat(ClientCredentials.of(request.at(SampleRealm.SITE)).clientId()).isEqualTo("web");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client_id=web&client_secret=s | Basic d2ViOnM= | CLIENT_AUTHENTICATION_REPEATED",
        "client_assertion=x | Basic d2ViOnM= | CLIENT_AUTHENTICATION_REPEATED",
        "client_id=spa | Basic d2ViOnM= | CLIENT_AUTHENTICATION_REPEATED",
        "client_secret=s | | CLIENT_AUTHENTICATION_MISSING",
        "client_id=web&client_assertion=x | | CLIENT_AUTHENTICATION_METHOD",
        "client_id=web | Bearer abc | CLIENT_AUTHENTICATION_METHOD",
        "client_id=web | Basic | CLIENT_AUTHENTICATION_METHOD",
        "x=y | | CLIENT_AUTHENTICATION_MISSING",
        "client_id= | | CLIENT_AUTHENTICATION_MISSING",
        "x=y | Basic !!! | CLIENT_AUTHENTICATION_MISSING",
        "x=y | Basic d2Vi | CLIENT_AUTHENTICATION_MISSING",
        "x=y | Basic OnM= | CLIENT_AUTHENTICATION_MISSING",
        "x=y | Basic d2ViOmEmYg== | CLIENT_AUTHENTICATION_MISSING",
        "x=y | Basic d2ViOiVnZw== | MALFORMED_REQUEST"
      })
  void of_oneMethodOnly(String form, String header, Reason reason) {
    FakeRequest request = FakeRequest.post(form);
    if (header != null) {
      request.header("Authorization", header);
    }

    refused(request, reason);
  }

  @Test
  void of_twoAuthorizationHeaders_isRefused() {
    refused(
        FakeRequest.post("")
            .header("Authorization", "Basic d2ViOnM=")
            .header("Authorization", "Basic d2ViOnM="),
        Reason.PARAMETER_REPEATED);
  }

  private static void refused(FakeRequest request, Reason reason) {
    assertThatThrownBy(() -> ClientCredentials.of(request.at(SampleRealm.SITE)))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
