package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.realm.Permission;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Requirement;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who somebody is, as their account says it, to them and to programs in their browser. */
@Tag("database")
class AccountIdentityTest {
  private static final String PATH = Visitor.REALM + "/account/identity";
  private final RunningServer server = RunningServer.shared();

  @Test
  @Requirement("MON-3")
  void account_ownerOfAnOrganisation_showsWhoTheyAreAndWhatTheyMay() {
    Visitor ada = Visitor.signedIn(server);
    JsonNode identity = ada.browser.get(PATH).expect(200).json();
    UnverifiedJwt token =
        UnverifiedJwt.of(
            ada.tokens(Ask.of("monitrax-first", "openid")).get("access_token").asString());
    assertThat(identity.propertyNames())
        .containsExactly(
            "principal_id",
            "identity_type",
            "name",
            "email",
            "email_verified",
            "auth_methods",
            "mfa_enabled",
            "roles",
            "permissions",
            "tenant_id",
            "tenant_name");
    assertThat(text(identity, "principal_id")).isEqualTo(token.claim("sub"));
    assertThat(text(identity, "tenant_id")).isEqualTo(token.claim("tid"));
    assertThat(UUID.fromString(text(identity, "principal_id"))).isNotNull();
    assertThat(text(identity, "identity_type")).isEqualTo("local");
    assertThat(text(identity, "email")).isEqualTo(ada.email);
    assertThat(identity.get("email_verified").asBoolean()).isTrue();
    assertThat(texts(identity, "auth_methods")).containsExactly("password");
    assertThat(identity.get("mfa_enabled").asBoolean()).isFalse();
    assertThat(texts(identity, "roles")).containsExactly("owner");
    assertThat(texts(identity, "permissions"))
        .isEqualTo(catalogue().stream().map(Permission::name).toList());
    assertThat(text(identity, "tenant_name")).isEqualTo(ada.organisation);

    String page = ada.account().expect(200).text();
    assertThat(page)
        .contains(ada.email + " Confirmed", ada.organisation, "Second step Off")
        .contains(text(identity, "principal_id"), text(identity, "tenant_id"))
        .contains("Kept by Monitrax itself", "Only you know it", "owner Full access");
    assertThat(page)
        .contains(catalogue().stream().map(it -> it.description() + " " + it.name()).toList());
  }

  @Test
  void account_otherRole_givesItsPermissionsAtOnceAndNotThoseOfRolesTheRealmNoLongerHas() {
    Visitor ada = Visitor.signedIn(server);
    give(ada, "{viewer,auditor}");
    JsonNode identity = ada.browser.get(PATH).expect(200).json();
    assertThat(texts(identity, "roles")).containsExactly("viewer");
    assertThat(texts(identity, "permissions"))
        .containsExactly("property.read", "income.read", "loan.read", "investment.read");
    give(ada, "{}");
    assertThat(texts(ada.browser.get(PATH).expect(200).json(), "permissions")).isEmpty();
    assertThat(ada.account().text())
        .contains("You have no role here yet")
        .doesNotContain("auditor");
  }

  @Test
  void identity_nobodySignedIn_leadsToTheSignIn() {
    Page page = server.browser().get(PATH).expect(303);
    assertThat(page.location().orElseThrow().getPath()).isEqualTo(Visitor.REALM + "/sign-in");
  }

  @Test
  void account_inGerman_saysTheSame() {
    Visitor ada = Visitor.signedIn(server);
    Page page = ada.browser.get(Visitor.REALM + "/account?ui_locales=de").expect(200);
    assertThat(page.text()).contains(ada.email + " Bestätigt", "Zweiter Schritt Aus");
  }

  private void give(Visitor to, String roles) {
    server
        .database()
        .execute(
            """
            UPDATE gatehouse.principal SET roles = ?::text[] WHERE principal_id =
              (SELECT principal_id FROM gatehouse.email_address WHERE address = ?)
            """,
            roles,
            to.email);
  }

  private List<Permission> catalogue() {
    return server.realm("monitrax").orElseThrow().permissions();
  }

  private static String text(JsonNode node, String member) {
    return node.get(member).asString();
  }

  private static List<String> texts(JsonNode node, String member) {
    return node.get(member).values().stream().map(JsonNode::asString).toList();
  }
}
