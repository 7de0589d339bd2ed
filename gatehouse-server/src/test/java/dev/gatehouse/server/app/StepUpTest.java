package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A sign-in that is too old for a resource: the challenge, and the way back (RFC 9470). */
@Tag("database")
class StepUpTest {
  private static final Pattern PARAMETER = Pattern.compile("(acr_values|max_age)=\"([^\"]*)\"");
  private static final Map<String, String> DEMANDING =
      Map.of("mail:\n", "userinfo: {max_age: 5m, acr_values: [aal1]}\n\nmail:\n");

  @Test
  void userInfo_signInTooOld_challengesForAnotherThatThenWillDo() {
    try (RunningServer server = RunningServer.changed(DEMANDING)) {
      Visitor ada = Visitor.signedIn(server);
      Ask ask = Ask.of("monitrax-first", "openid");
      String access = ada.tokens(ask).get("access_token").asString();
      ada.userInfo(access).expect(200);
      server.clock().advance(Duration.ofMinutes(5));
      ada.userInfo(access).expect(200);
      server.clock().advance(Duration.ofSeconds(1));

      Page refused = ada.userInfo(access).expect(401);

      assertThat(refused.json().get("error").asString())
          .isEqualTo("insufficient_user_authentication");
      assertThat(refused.headers("WWW-Authenticate")).hasSize(1);
      String challenge = refused.header("WWW-Authenticate").orElseThrow();
      assertThat(challenge)
          .startsWith("Bearer error=\"insufficient_user_authentication\", error_description=\"")
          .endsWith(", acr_values=\"aal1\", max_age=\"300\"");
      // a new token of the same sign-in is no better
      ada.userInfo(ada.tokens(ask).get("access_token").asString()).expect(401);

      Ask again = ask;
      Matcher said = PARAMETER.matcher(challenge);
      while (said.find()) {
        again = again.with(said.group(1), said.group(2));
      }
      Page signIn = ada.browser.get(again.path()).followWithin().expect(200);
      Page back =
          signIn
              .form()
              .submit(Map.of("email", ada.email, "password", Visitor.PASSWORD))
              .followWithin();
      String code = Objects.requireNonNull(Visitor.parameters(back.expect(303)).get("code"));
      String fresh = ada.exchange(again, code).expect(200).json().get("access_token").asString();
      ada.userInfo(fresh).expect(200);
      assertThat(ada.recorded()).contains("token.used");
    }
  }

  @Test
  void userInfo_boundToken_isChallengedInItsScheme() throws Exception {
    try (RunningServer server = RunningServer.changed(DEMANDING)) {
      Visitor ada = Visitor.signedIn(server);
      ECKey key = new ECKeyGenerator(Curve.P_256).generate();
      Ask ask = Ask.of("monitrax-spa", "openid");
      FormData form =
          FormData.of(
              "grant_type",
              "authorization_code",
              "client_id",
              ask.client(),
              "code",
              ada.code(ask),
              "redirect_uri",
              Visitor.CALLBACK,
              "code_verifier",
              ask.pkce().verifier());
      String access =
          server
              .browser()
              .request("POST", Visitor.REALM + "/oauth2/token")
              .asProgram()
              .header("DPoP", DpopTest.Proof.of(server, key).sign())
              .form(form)
              .send()
              .expect(200)
              .json()
              .get("access_token")
              .asString();
      server.clock().advance(Duration.ofMinutes(6));
      Page refused =
          server
              .browser()
              .request("GET", Visitor.REALM + "/oauth2/userinfo")
              .asProgram()
              .header("Authorization", "DPoP " + access)
              .header("DPoP", DpopTest.Proof.of(server, key, access).sign())
              .send();
      assertThat(refused.expect(401).headers("WWW-Authenticate"))
          .singleElement()
          .asString()
          .startsWith("DPoP error=\"insufficient_user_authentication\"")
          .endsWith("max_age=\"300\"");
    }
  }

  @Test
  void userInfo_whereNothingIsAsked_takesAnySignIn() {
    try (RunningServer server = RunningServer.start()) {
      Visitor ada = Visitor.signedIn(server);
      String access = ada.tokens(Ask.of("monitrax-first", "openid")).get("access_token").asString();
      server.clock().advance(Duration.ofMinutes(14));
      ada.userInfo(access).expect(200);
      assertThat(server.realm("monitrax").orElseThrow().userInfo().acrValues())
          .isEqualTo(List.of());
    }
  }
}
