package dev.gatehouse.server.realm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RealmPlanTest {
  private static final String BEFORE =
      """
      realm: shop
      languages: [en, de]
      tokens: {audiences: [api], access_token_lifetime: 15m}
      roles:
        boss: {description: Runs it, owner: true, permissions: [a, b]}
        clerk: {description: Helps}
      clients:
        web: {name: Web, refresh_grace: 10s, scopes: [openid, profile]}
        old: {name: Old, type: public}
      """;

  private static final String AFTER =
      """
      # comments and order make no difference
      realm: shop
      languages: [de, en]
      clients:
        web: {refresh_grace: 0s, name: Web, scopes: [profile, openid]}
        new:
          name: New
          redirect_uris: ["https://b.example", "https://a.example"]
      roles:
        boss: {description: Runs it, permissions: [b, a, c], owner: true}
      tokens:
        access_token_lifetime: 15m
        audiences: [api]
      """;

  private static List<String> lines(String before, String after) {
    return RealmPlan.between(before, after).stream().map(PlannedChange::line).toList();
  }

  @Test
  void between_changedFile_isAddedThenChangedThenRemoved() {
    assertThat(lines(BEFORE, AFTER))
        .containsExactly(
            "+ clients.new.name: New",
            "+ clients.new.redirect_uris: [https://a.example, https://b.example]",
            "~ clients.web.refresh_grace: 10s -> 0s",
            "~ languages: [en, de] -> [de, en]",
            "~ roles.boss.permissions: [a, b] -> [a, b, c]",
            "- clients.old.name: Old",
            "- clients.old.type: public",
            "- roles.clerk.description: Helps");
  }

  @Test
  void between_sameValues_isNothing() {
    assertThat(RealmPlan.between(BEFORE, BEFORE)).isEmpty();
    assertThat(RealmPlan.between(AFTER, "\n# again\n" + AFTER)).isEmpty();
  }

  @Test
  void between_newAndRemovedRealm_isEveryValue() {
    assertThat(lines("", "realm: shop\nclients: {}\n"))
        .containsExactly("+ clients: {}", "+ realm: shop");
    assertThat(lines("realm: shop\n", "")).containsExactly("- realm: shop");
  }

  @Test
  void removed_names_areThoseThatAreGone() {
    assertThat(RealmPlan.removed("clients", BEFORE, AFTER)).containsExactly("old");
    assertThat(RealmPlan.removed("roles", BEFORE, AFTER)).containsExactly("clerk");
    assertThat(RealmPlan.removed("apis", BEFORE, AFTER)).isEmpty();
    assertThat(RealmPlan.removed("clients", BEFORE, "")).containsExactly("old", "web");
  }
}
