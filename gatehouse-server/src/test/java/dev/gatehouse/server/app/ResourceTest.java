package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Access tokens for the APIs that are asked for, and never for more than was granted (RFC 8707).
 */
@Tag("database")
class ResourceTest {
  private static final String WEB = "monitrax-web";
  private static final String MAIN = "https://api.monitrax.example";
  private static final String REPORTS = "https://reports.monitrax.example";

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server =
        RunningServer.changed(
            Map.of(
                "apis:\n",
                "apis:\n  reports:\n    audience: "
                    + REPORTS
                    + "\n    scopes: {reports:read: See}\n",
                "    secret: ${secret:monitrax-web}\n",
                "    secret: ${secret:monitrax-web}\n    apis: [monitrax, reports]\n"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void code_givesThoseAskedFor_ofThoseGranted() {
    Visitor ada = Visitor.signedIn(server);
    assertThat(audiences(exchange(ada, both()))).containsExactly(MAIN, REPORTS);
    assertThat(audiences(exchange(ada, both(), REPORTS))).containsExactly(REPORTS);
    assertThat(audiences(exchange(ada, Ask.of(WEB, "openid"), MAIN))).containsExactly(MAIN);
    Ask one = Ask.of(WEB, "openid").with("resource", REPORTS);
    for (String more : List.of(MAIN, "https://evil.example", REPORTS + "/")) {
      assertTarget(exchange(ada, one, REPORTS, more));
    }
    // what named none was granted the realm's own
    assertTarget(exchange(ada, Ask.of(WEB, "openid"), REPORTS));
  }

  @Test
  void refresh_givesThoseAskedFor_andARefusalUsesNothingUp() {
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of(WEB, "openid").with("resource", REPORTS);
    String token = exchange(ada, ask).expect(200).json().get("refresh_token").asString();
    assertTarget(refresh(ada, token, MAIN));
    assertTarget(refresh(ada, token, REPORTS, MAIN));
    JsonNode refreshed = refresh(ada, token, REPORTS).expect(200).json();
    assertThat(audience(refreshed)).containsExactly(REPORTS);

    JsonNode wide = exchange(ada, both(), MAIN).expect(200).json();
    JsonNode narrow =
        refresh(ada, wide.get("refresh_token").asString(), REPORTS).expect(200).json();
    assertThat(audience(narrow)).containsExactly(REPORTS);
    JsonNode all = refresh(ada, narrow.get("refresh_token").asString()).expect(200).json();
    assertThat(audience(all)).containsExactly(MAIN, REPORTS);
    // also where the answer was lost and the client asks once more
    assertTarget(refresh(ada, token, MAIN));
    refresh(ada, token, REPORTS).expect(200);
  }

  @Test
  void refresh_ofAResourceThatIsGone_isRefusedAndUsesNothingUp() {
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of(WEB, "openid").with("resource", REPORTS);
    JsonNode tokens = exchange(ada, ask).expect(200).json();
    String token = tokens.get("refresh_token").asString();
    grantedFor(tokens, "https://gone.example");
    assertTarget(refresh(ada, token));
    assertTarget(refresh(ada, token));
    grantedFor(tokens, REPORTS);
    assertThat(audiences(refresh(ada, token))).containsExactly(REPORTS);
  }

  private static void grantedFor(JsonNode tokens, String audience) {
    String jti = UnverifiedJwt.of(tokens.get("access_token").asString()).claim("jti");
    server
        .database()
        .execute(
            "UPDATE gatehouse.token_family SET audiences = ARRAY[?] WHERE family_id = ?",
            audience,
            UUID.fromString(jti.substring(0, jti.indexOf('.'))));
  }

  private static Ask both() {
    return Ask.of(WEB, "openid").with("resource", MAIN + "&resource=" + REPORTS);
  }

  private static Page exchange(Visitor ada, Ask ask, String... resources) {
    // a parameter twice: the helper encodes it as one
    String path = ask.path().replace("%26resource%3D", "&resource=");
    Page page = ada.browser.get(path);
    Page back = page.status() == 200 ? page.form().press("Allow") : page;
    FormData form =
        FormData.of(
            "grant_type",
            "authorization_code",
            "code",
            Visitor.parameters(back.expect(303)).getOrDefault("code", ""),
            "redirect_uri",
            Visitor.CALLBACK,
            "code_verifier",
            ask.pkce().verifier());
    return ada.token(with(form, resources));
  }

  private static Page refresh(Visitor ada, String token, String... resources) {
    FormData form = FormData.of("grant_type", "refresh_token", "refresh_token", token);
    return ada.token(with(form, resources));
  }

  private static FormData with(FormData form, String... resources) {
    FormData all = form;
    for (String resource : resources) {
      all = all.add("resource", resource);
    }
    return all;
  }

  private static List<String> audiences(Page answer) {
    return audience(answer.expect(200).json());
  }

  private static List<String> audience(JsonNode tokens) {
    JsonNode aud = UnverifiedJwt.of(tokens.get("access_token").asString()).claims().get("aud");
    List<String> all = new ArrayList<>();
    if (aud.isArray()) {
      aud.forEach(each -> all.add(each.asString()));
    } else {
      all.add(aud.asString());
    }
    return all;
  }

  private static void assertTarget(Page refused) {
    assertThat(refused.expect(400).json().get("error").asString()).isEqualTo("invalid_target");
    assertThat(refused.json().has("access_token")).isFalse();
  }
}
