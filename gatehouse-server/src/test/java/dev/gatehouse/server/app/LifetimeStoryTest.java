package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Requirement;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What ends by time, on a server whose clock the test moves. */
@Tag("database")
class LifetimeStoryTest {
  private final RunningServer server = RunningServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Requirement("MON-5.4")
  void session_idleForAnHour_ends_andBackgroundWorkDoesNotKeepItAwake() {
    Visitor ada = Visitor.signedIn(server);
    JsonNode tokens = ada.tokens(Ask.of("monitrax-web", "openid offline_access"));
    server.clock().advance(Duration.ofMinutes(59));
    assertThat(ada.isSignedIn()).isTrue();
    String refresh = tokens.get("refresh_token").asString();
    for (int i = 0; i < 4; i++) {
      server.clock().advance(Duration.ofMinutes(14));
      JsonNode fresh = ada.refresh("monitrax-web", refresh).expect(200).json();
      refresh = fresh.get("refresh_token").asString();
      ada.userInfo(fresh.get("access_token").asString()).expect(200);
      ada.browser.get(Ask.of("monitrax-web", "openid").with("prompt", "none").path());
    }
    server.clock().advance(Duration.ofMinutes(5));
    assertThat(ada.isSignedIn()).as("61 minutes after the last page").isFalse();
  }

  @Test
  void session_usedAllDay_endsAfterTwentyFourHours() {
    Visitor ada = Visitor.signedIn(server);
    for (int i = 0; i < 31; i++) {
      server.clock().advance(Duration.ofMinutes(45));
      assertThat(ada.isSignedIn()).isTrue();
    }
    server.clock().advance(Duration.ofMinutes(46));
    assertThat(ada.isSignedIn()).isFalse();
  }

  @Test
  @Requirement({"MON-5.1", "MON-8.1"})
  void accessToken_namesPersonTenantAndRoles_andLivesFifteenMinutes() {
    Visitor ada = Visitor.signedIn(server);
    String access =
        ada.tokens(Ask.of("monitrax-web", "openid offline_access")).get("access_token").asString();
    JsonNode claims = UnverifiedJwt.of(access).claims();
    assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(900);
    assertThat(claims.get("sub").asString()).matches("[0-9a-f-]{36}");
    assertThat(claims.get("tid").asString()).matches("[0-9a-f-]{36}");
    assertThat(claims.get("roles").get(0).asString()).isEqualTo("owner");

    server.browser().get(Visitor.REALM + "/oauth2/userinfo").expect(401);
    ada.userInfo(access).expect(200);
    server.clock().advance(Duration.ofMinutes(16));
    ada.userInfo(access).expect(401);

    assertThat(ada.isSignedIn()).isTrue();
    String second = ada.tokens(Ask.of("monitrax-web", "openid")).get("access_token").asString();
    ada.userInfo(second).expect(200);
    ada.browser.get(Visitor.REALM + "/sign-out").form().submit();
    ada.userInfo(second).expect(401);
  }

  @Test
  void confirmationLink_afterADay_isDead() {
    Visitor ada = Visitor.unknown(server);
    ada.signUp();
    URI link = ada.link("/verify");
    ada.browser.get(link).expect(200);
    server.clock().advance(Duration.ofHours(24).plusSeconds(1));
    ada.browser.get(link).expect(400);
    assertThat(ada.signIn().status()).isNotEqualTo(303);
  }

  @Test
  @Requirement({"MON-8.5", "HLP-4.2"})
  void input_hasLimits_andNothingUnknownIsTaken() {
    Visitor ada = Visitor.unknown(server);
    Page form = ada.browser.get(Visitor.REALM + "/register").expect(200);
    Map<String, String> good =
        Map.of(
            "name",
            "Ada",
            "email",
            ada.email,
            "organisation",
            "House",
            "password",
            Visitor.PASSWORD);
    for (Map.Entry<String, Integer> limit :
        Map.of("name", 100, "email", 254, "organisation", 100, "password", 128).entrySet()) {
      String tooLong = "x".repeat(limit.getValue() + 1);
      assertThat(form.form().fill(good).submit(Map.of(limit.getKey(), tooLong)).status())
          .as(limit.getKey())
          .isEqualTo(400);
    }
    FormData complete = form.form().fill(good).data();
    for (String unknown : List.of("roles", "email_verified", "tenant_id", "principal_id", "mfa")) {
      ada.browser.post(Visitor.REALM + "/register", complete.add(unknown, "true")).expect(400);
    }
    ada.browser
        .post(Visitor.REALM + "/register", FormData.of("name", "x".repeat(40_000)))
        .expect(413);
    Page page =
        form.form()
            .fill(good)
            .submit(Map.of("name", "<script>alert(1)</script>", "email", "not an address"));
    assertThat(page.body()).doesNotContain("<script>alert");
    assertThat(
            ada.browser
                .get(Ask.of("monitrax-spa", "openid").with("state", "s".repeat(600)).path())
                .status())
        .isIn(303, 400);
  }
}
