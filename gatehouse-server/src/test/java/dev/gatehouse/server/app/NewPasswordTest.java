package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Page;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person may choose as a password, and is told where they may not. */
@Tag("database")
class NewPasswordTest {
  @AutoClose private static final RunningServer server = RunningServer.start();

  private static Page register(Visitor visitor, String password) {
    return visitor
        .browser
        .get(Visitor.REALM + "/register")
        .form()
        .submit(
            Map.of(
                "name",
                "Wilhelmina Brandt",
                "email",
                visitor.email,
                "organisation",
                "Sternwarte Babelsberg",
                "password",
                password));
  }

  @ParameterizedTest
  @CsvSource({
    "passwordpassword, among the first that attackers try",
    "qwertyuiopasdfgh, among the first that attackers try",
    "monitraxmonitrax, without your name",
    "sternwartebabelsberg, without your name",
    "Wilhelmina-Brandt, without your name",
    "short one, at least 15 characters"
  })
  void register_guessablePassword_isRefusedWithItsReason(String password, String reason) {
    Page page = register(Visitor.unknown(server), password).expect(400);
    assertThat(page.html().select(".summary").text()).contains(reason);
    assertThat(page.html().select("#password-problem").text()).contains(reason);
    assertThat(page.html().select("#password").attr("aria-invalid")).isEqualTo("true");
    assertThat(page.html().select("input[type=password]").attr("value")).isEmpty();
  }

  @Test
  void password_allLowerCase_isTakenAndNeverGrowsOld() {
    Visitor ada = Visitor.unknown(server);
    String plain = "quiet lanterns over seven wooden bridges";
    register(ada, plain).expect(200);
    ada.verify();
    ada.signIn(plain).expect(303);
    server.clock().advance(Duration.ofDays(1500));
    Page late = ada.elsewhere().signIn(plain).expect(303);
    assertThat(late.location().orElseThrow().getPath()).isEqualTo(Visitor.REALM + "/account");
  }
}
