package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Clients that act for themselves (RFC 6749 §4.4), each in the tenants that gave it a role. */
@Tag("database")
class MachineStoryTest {
  @Test
  void clientCredentials_inATenantThatGaveARole_isATokenOfThatTenantAlone() throws Exception {
    try (Works works = Works.start()) {
      TenantId house = house(works);
      grant(works, house, "basic", List.of("machine"));
      Page answer =
          works.tokenAs("basic", FormData.of("tenant", "house", "scope", "parts:read")).expect(200);
      JsonNode response = answer.json();
      assertThat(response.has("refresh_token")).isFalse();
      assertThat(response.has("id_token")).isFalse();
      assertThat(response.get("expires_in").asInt()).isEqualTo(300);
      UnverifiedJwt token = UnverifiedJwt.of(response.get("access_token").asString());
      assertThat(token.header().get("typ").asString()).isEqualTo("at+jwt");
      assertThat(token.header().get("alg").asString()).isEqualTo("EdDSA");
      assertThat(token.claim("tid")).isEqualTo(house.toString());
      assertThat(token.claim("client_id")).isEqualTo("basic");
      assertThat(token.claim("aud")).isEqualTo("https://parts.works.example");
      assertThat(token.claims().get("roles").get(0).asString()).isEqualTo("machine");
      assertThat(token.claims().has("sid")).isFalse();
      String wire = response.get("access_token").asString();
      assertActive(works, "parts-api", wire, true);
      assertActive(works, "stock-api", wire, false);
      // it is nobody's: there is no person to read about
      assertThat(
              works
                  .server
                  .browser()
                  .request("GET", Works.REALM + "/oauth2/userinfo")
                  .header("Authorization", "Bearer " + wire)
                  .send()
                  .status())
          .isEqualTo(401);
    }
  }

  @Test
  void clientCredentials_withoutARoleThere_isRefusedLikeNowhere() throws Exception {
    try (Works works = Works.start()) {
      TenantId house = house(works);
      String nowhere = works.tokenAs("basic", FormData.of("tenant", "nowhere")).expect(400).body();
      assertThat(works.tokenAs("basic", FormData.of("tenant", "house")).expect(400).body())
          .isEqualTo(nowhere);
      for (UUID id : List.of(house.value(), UUID.randomUUID(), new UUID(0, 0))) {
        assertThat(works.tokenAs("basic", FormData.of("tenant", id.toString())).body())
            .isEqualTo(nowhere);
      }
      grant(works, house, "basic", List.of());
      assertThat(works.tokenAs("basic", FormData.of("tenant", "house")).body()).isEqualTo(nowhere);
      assertThat(error(works.tokenAs("basic", FormData.of()))).isEqualTo("invalid_request");
      // one bound to a tenant goes there without being told, and nowhere else
      grant(works, house, "bound", List.of("machine"));
      String token =
          works.tokenAs("bound", FormData.of()).expect(200).json().get("access_token").asString();
      assertThat(UnverifiedJwt.of(token).claim("tid")).isEqualTo(house.toString());
      works.tokenAs("bound", FormData.of("tenant", house.toString())).expect(200);
      assertThat(works.tokenAs("bound", FormData.of("tenant", "other")).body()).isEqualTo(nowhere);
    }
  }

  @Test
  void clientCredentials_scopesAndResources_neverWiderThanRegistered() throws Exception {
    try (Works works = Works.start()) {
      TenantId house = house(works);
      grant(works, house, "basic", List.of("machine"));
      FormData there = FormData.of("tenant", "house");
      JsonNode all = works.tokenAs("basic", there).expect(200).json();
      assertThat(all.get("scope").asString()).isEqualTo("parts:read stock:read");
      UnverifiedJwt both = UnverifiedJwt.of(all.get("access_token").asString());
      assertThat(both.claims().get("aud").size()).isEqualTo(2);
      for (String scope : List.of("parts:write", "openid", "offline_access", "unknown")) {
        assertThat(error(works.tokenAs("basic", there.add("scope", scope))))
            .isEqualTo("invalid_scope");
      }
      String one =
          works
              .tokenAs("basic", there.add("resource", "https://stock.works.example"))
              .expect(200)
              .json()
              .get("access_token")
              .asString();
      assertThat(UnverifiedJwt.of(one).claim("aud")).isEqualTo("https://stock.works.example");
      FormData two =
          there
              .add("resource", "https://stock.works.example")
              .add("resource", "https://parts.works.example");
      works.tokenAs("basic", two).expect(200);
      for (String resource :
          List.of("https://evil.example", "parts", "https://api.works.example")) {
        assertThat(error(works.tokenAs("basic", there.add("resource", resource))))
            .isEqualTo("invalid_target");
      }
      // who proved who it is leaves a record of each
      assertThat(Records.all(works.server))
          .filteredOn(record -> record.type().equals("token.issued"))
          .extracting(record -> record.reason().orElse("-"))
          .containsSubsequence("scope_unknown", "scope_unknown", "resource_unknown");
    }
  }

  @Test
  void revoke_ofAMachinesToken_leavesItsOthers() throws Exception {
    try (Works works = Works.start()) {
      TenantId house = house(works);
      grant(works, house, "basic", List.of("machine"));
      FormData there = FormData.of("tenant", "house");
      String first = token(works, there);
      String second = token(works, there);
      for (int i = 0; i < 2; i++) {
        works
            .server
            .browser()
            .request("POST", Works.REALM + "/oauth2/revoke")
            .asProgram()
            .form(FormData.of("token", first))
            .basic("basic", works.secret())
            .send()
            .expect(200);
      }
      assertActive(works, "parts-api", first, false);
      assertActive(works, "parts-api", second, true);
    }
  }

  private static String token(Works works, FormData form) {
    return works.tokenAs("basic", form).expect(200).json().get("access_token").asString();
  }

  private static void assertActive(Works works, String api, String token, boolean active) {
    Page state = works.introspectAs(api, token).expect(200);
    assertThat(state.json().get("active").asBoolean()).isEqualTo(active);
    if (!active) {
      assertThat(state.body()).isEqualTo("{\"active\":false}");
    }
  }

  private static TenantId house(Works works) throws Exception {
    return works.openTenant("House");
  }

  private static void grant(Works works, TenantId tenant, String client, List<String> roles)
      throws Exception {
    works.grant(tenant, client, roles);
  }

  private static String error(Page answer) {
    return answer.json().get("error").asString();
  }
}
