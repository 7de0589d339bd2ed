package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tokens looked at (RFC 7662, RFC 9701) and given back (RFC 7009). */
@Tag("database")
class TokenStateTest {
  private static final Ask OFFLINE = Ask.of("monitrax-web", "openid email offline_access");
  private static final String INACTIVE = "{\"active\":false}";

  @Test
  void introspect_liveToken_saysWhatItIs() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Visitor ada = Visitor.signedIn(server);
      JsonNode tokens = ada.tokens(OFFLINE);
      JsonNode access = introspect(ada, tokens.get("access_token").asString()).json();
      JsonNode claims = UnverifiedJwt.of(tokens.get("access_token").asString()).claims();
      assertThat(access.get("active").asBoolean()).isTrue();
      assertThat(access.get("token_type").asString()).isEqualTo("Bearer");
      for (String claim :
          List.of("iss", "sub", "aud", "client_id", "tid", "sid", "scope", "exp", "iat", "jti")) {
        assertThat(access.get(claim)).as(claim).isEqualTo(claims.get(claim));
      }
      JsonNode refresh = introspect(ada, tokens.get("refresh_token").asString()).json();
      assertThat(refresh.get("active").asBoolean()).isTrue();
      assertThat(refresh.get("sub")).isEqualTo(claims.get("sub"));
    }
  }

  @Test
  void introspect_whatIsNotTheCallers_saysNothing() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Visitor ada = Visitor.signedIn(server);
      JsonNode others = ada.tokens(Ask.of("monitrax-spa", "openid offline_access"));
      JsonNode own = ada.tokens(OFFLINE);
      String accessToken = own.get("access_token").asString();
      for (String token :
          List.of(
              others.get("access_token").asString(),
              others.get("refresh_token").asString(),
              own.get("id_token").asString(),
              accessToken + "x",
              accessToken.substring(0, accessToken.length() - 2),
              "nothing")) {
        assertThat(introspect(ada, token).body()).isEqualTo(INACTIVE);
      }
      String used = own.get("refresh_token").asString();
      ada.refresh("monitrax-web", used).expect(200);
      assertThat(introspect(ada, used).body()).isEqualTo(INACTIVE);
      Page nobody = server.browser().post(path("introspect"), FormData.of("token", accessToken));
      assertThat(nobody.status()).isEqualTo(401);
      Page nameOnly =
          server
              .browser()
              .post(
                  path("introspect"),
                  FormData.of("token", accessToken, "client_id", "monitrax-spa"));
      assertThat(nameOnly.status()).isEqualTo(401);
    }
  }

  @Test
  void introspect_asJwt_isSignedForTheCallerAlone() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Visitor ada = Visitor.signedIn(server);
      String token = ada.tokens(OFFLINE).get("access_token").asString();
      Page answer =
          server
              .browser()
              .request("POST", path("introspect"))
              .asProgram()
              .header("Accept", "application/json;q=0.5, application/token-introspection+jwt, */*")
              .form(FormData.of("token", token))
              .basic("monitrax-web", server.webSecret())
              .send()
              .expect(200);
      UnverifiedJwt jwt = UnverifiedJwt.of(answer.body());
      assertThat(answer.header("content-type")).hasValue("application/token-introspection+jwt");
      assertThat(jwt.header().get("typ").asString()).isEqualTo("token-introspection+jwt");
      assertThat(jwt.claims().get("aud").asString()).isEqualTo("monitrax-web");
      assertThat(jwt.claims().get("token_introspection").get("active").asBoolean()).isTrue();
      assertThat(jwt.claims().has("sub")).isFalse();
      // RFC 9701 §8.1: never good as an access token
      ada.userInfo(answer.body()).expect(401);
    }
  }

  @Test
  void revoke_eitherToken_killsAllOfTheGrant() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Visitor ada = Visitor.signedIn(server);
      for (String which : List.of("refresh_token", "access_token")) {
        JsonNode tokens = ada.tokens(OFFLINE);
        Page answer = revoke(ada, tokens.get(which).asString());
        assertThat(answer.status()).isEqualTo(200);
        ada.userInfo(tokens.get("access_token").asString()).expect(401);
        ada.refresh("monitrax-web", tokens.get("refresh_token").asString()).expect(400);
        assertThat(introspect(ada, tokens.get("access_token").asString()).body())
            .isEqualTo(INACTIVE);
        assertThat(introspect(ada, tokens.get("refresh_token").asString()).body())
            .isEqualTo(INACTIVE);
      }
      assertThat(Records.of(server, ada.organisation))
          .anyMatch(r -> r.type().equals("token.family_revoked"));
    }
  }

  @Test
  void revoke_unknownOrAnothersToken_changesNothing() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Visitor ada = Visitor.signedIn(server);
      assertThat(revoke(ada, "nothing").status()).isEqualTo(200);
      JsonNode others = ada.tokens(Ask.of("monitrax-spa", "openid offline_access"));
      for (String which : List.of("refresh_token", "access_token")) {
        Page answer = revoke(ada, others.get(which).asString());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").asString()).isEqualTo("unauthorized_client");
      }
      ada.userInfo(others.get("access_token").asString()).expect(200);
      ada.refresh("monitrax-spa", others.get("refresh_token").asString()).expect(200);
      assertThat(Records.of(server, ada.organisation))
          .filteredOn(record -> record.reason().equals(Optional.of("revoke_other_client")))
          .hasSize(2)
          .allSatisfy(record -> assertThat(record.principal()).isEmpty());
    }
  }

  private static Page introspect(Visitor visitor, String token) {
    return asWeb(visitor, "introspect", token).expect(200);
  }

  private static Page revoke(Visitor visitor, String token) {
    return asWeb(visitor, "revoke", token);
  }

  private static Page asWeb(Visitor visitor, String endpoint, String token) {
    return visitor
        .server
        .browser()
        .request("POST", path(endpoint))
        .asProgram()
        .form(FormData.of("token", token))
        .basic("monitrax-web", visitor.server.webSecret())
        .send();
  }

  private static String path(String endpoint) {
    return Visitor.REALM + "/oauth2/" + endpoint;
  }
}
