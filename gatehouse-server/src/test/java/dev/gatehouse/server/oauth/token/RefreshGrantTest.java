package dev.gatehouse.server.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.Severity;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.CodeFlow;
import dev.gatehouse.server.oauth.Provider;
import dev.gatehouse.server.oauth.bearer.AccessTokenId;
import dev.gatehouse.server.oauth.family.FamilyStore;
import dev.gatehouse.server.oauth.family.OfflineSessions;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The token endpoint with refresh tokens, on a real database. */
@Tag("database")
class RefreshGrantTest {
  private final Provider provider = new Provider();
  private final CodeFlow flow = new CodeFlow(provider);

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void rotate_currentToken_issuesAnew() throws Refusal {
    Map<String, ?> first = flow.tokens("web", "openid email");
    provider.clock.advance(Duration.ofMinutes(5));

    Map<String, ?> second = flow.refresh("web", CodeFlow.refreshToken(first));

    assertThat(CodeFlow.refreshToken(second)).isNotEqualTo(CodeFlow.refreshToken(first));
    assertThat(second.get("scope")).isEqualTo("openid email");
    UnverifiedJwt id = UnverifiedJwt.of(CodeFlow.text(second, "id_token"));
    assertThat(id.claims().has("nonce")).isFalse();
    assertThat(id.claims().get("auth_time").longValue())
        .isEqualTo(provider.session.signedIn().authTime().getEpochSecond());
    assertThat(family(second)).isEqualTo(family(first));
    assertThat(provider.records())
        .last()
        .extracting(AuditRecord::type)
        .isEqualTo("token.refreshed");
  }

  @Test
  void rotate_retryWithinGrace_getsTheSameSuccessor() throws Refusal {
    String first = CodeFlow.refreshToken(flow.tokens("web", "openid"));
    String second = CodeFlow.refreshToken(flow.refresh("web", first));
    provider.clock.advance(Duration.ofSeconds(10));

    assertThat(CodeFlow.refreshToken(flow.refresh("web", first))).isEqualTo(second);
    assertThat(CodeFlow.refreshToken(flow.refresh("web", first))).isEqualTo(second);

    // once the successor was used, the old token is a stolen one
    String third = CodeFlow.refreshToken(flow.refresh("web", second));
    CodeFlow.refused(() -> flow.refresh("web", first), Reason.REFRESH_REUSED);
    CodeFlow.refused(() -> flow.refresh("web", third), Reason.REFRESH_REVOKED);
  }

  @Test
  void rotate_familyAtItsMostRotations_isOver() throws Refusal {
    String first = CodeFlow.refreshToken(flow.tokens("web", "openid"));
    String last = CodeFlow.refreshToken(flow.refresh("web", first));
    provider.database.execute(
        "UPDATE gatehouse.token_family SET generation = ? WHERE family_id = ?",
        FamilyStore.MOST_ROTATIONS,
        OpaqueToken.parse(OpaqueToken.Kind.REFRESH, provider.realm, last).orElseThrow().id());

    CodeFlow.refused(() -> flow.refresh("web", last), Reason.REFRESH_EXPIRED);
  }

  @Test
  void rotate_afterGrace_revokesTheFamily() throws Refusal {
    String first = CodeFlow.refreshToken(flow.tokens("web", "openid"));
    String second = CodeFlow.refreshToken(flow.refresh("web", first));
    provider.clock.advance(Duration.ofMillis(10_001));

    CodeFlow.refused(() -> flow.refresh("web", first), Reason.REFRESH_REUSED);
    CodeFlow.refused(() -> flow.refresh("web", second), Reason.REFRESH_REVOKED);
    assertThat(provider.records())
        .filteredOn(record -> record.reason().equals(Optional.of("refresh_reused")))
        .hasSize(1)
        .allSatisfy(record -> assertThat(record.severity()).isEqualTo(Severity.HIGH));
  }

  @Test
  void rotate_withoutGrace_oneWinsAndReuseRevokes() throws Exception {
    String first = CodeFlow.refreshToken(flow.tokens("web-graceless", "openid"));

    List<Object> outcomes =
        CodeFlow.atOnce(10, () -> CodeFlow.refreshToken(flow.refresh("web-graceless", first)));

    assertThat(outcomes).filteredOn(String.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Reason.REFRESH_REUSED::equals).hasSize(9);
    String won =
        outcomes.stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .findFirst()
            .orElseThrow();
    CodeFlow.refused(() -> flow.refresh("web-graceless", won), Reason.REFRESH_REVOKED);
  }

  @Test
  void rotate_withGrace_allAtOnceGetOneSuccessor() throws Exception {
    String first = CodeFlow.refreshToken(flow.tokens("web", "openid"));

    List<Object> outcomes =
        CodeFlow.atOnce(10, () -> CodeFlow.refreshToken(flow.refresh("web", first)));

    assertThat(outcomes).hasSize(10).allSatisfy(it -> assertThat(it).isInstanceOf(String.class));
    assertThat(outcomes.stream().distinct()).hasSize(1);
  }

  @Test
  void rotate_olderGenuineToken_isToldFromGarbage() throws Refusal {
    String first = CodeFlow.refreshToken(flow.tokens("web", "openid"));
    String token = first;
    for (int i = 0; i < 5; i++) {
      token = CodeFlow.refreshToken(flow.refresh("web", token));
    }
    String current = token;
    String garbage = ofSameFamily(first);

    CodeFlow.refused(() -> flow.refresh("web", garbage), Reason.REFRESH_UNKNOWN);
    assertThat(flow.refresh("web", current)).containsKey("refresh_token");
    CodeFlow.refused(() -> flow.refresh("web", first), Reason.REFRESH_REUSED);
  }

  private String ofSameFamily(String genuine) {
    OpaqueToken token =
        OpaqueToken.parse(OpaqueToken.Kind.REFRESH, provider.realm, genuine).orElseThrow();
    return OpaqueToken.of(
            token.kind(), token.realm(), token.tenant(), token.id(), provider.random.bytes(32))
        .wire();
  }

  @Test
  void rotate_scope_isNeverWider() throws Refusal {
    String token = CodeFlow.refreshToken(flow.tokens("web", "openid email"));

    CodeFlow.refused(
        () -> flow.token("web", withScope(token, "openid profile")), Reason.REFRESH_SCOPE);
    Map<String, ?> narrower = flow.token("web", withScope(token, "email"));
    assertThat(narrower.get("scope")).isEqualTo("email");
    assertThat(narrower).doesNotContainKey("id_token");
    // narrower for that token only
    assertThat(flow.refresh("web", CodeFlow.refreshToken(narrower)).get("scope"))
        .isEqualTo("openid email");
  }

  private static FormData withScope(String token, String scope) {
    return FormData.of("grant_type", "refresh_token", "refresh_token", token, "scope", scope);
  }

  @Test
  void rotate_byAnotherClient_isRefusedAndSpendsNothing() throws Refusal {
    String token = CodeFlow.refreshToken(flow.tokens("web", "openid"));

    CodeFlow.refused(() -> flow.refresh("web-graceless", token), Reason.REFRESH_OTHER_CLIENT);
    assertThat(flow.refresh("web", token)).containsKey("refresh_token");
  }

  @Test
  void rotate_sessionEnded_onlyOfflineGoesOn() throws Refusal {
    String bound = CodeFlow.refreshToken(flow.tokens("web", "openid"));
    String offline = CodeFlow.refreshToken(flow.tokens("web", "openid offline_access"));
    provider.database.in(
        provider.clock,
        provider.realm,
        provider.tenant,
        tx ->
            provider.sessions.end(
                tx, provider.person, provider.session.signedIn().id(), "signed_out"));

    CodeFlow.refused(() -> flow.refresh("web", bound), Reason.REFRESH_REVOKED);
    assertThat(flow.refresh("web", offline)).containsKey("id_token");
  }

  @Test
  void rotate_sessionIdle_isRefusedAndNotKeptAwake() throws Refusal {
    String token = CodeFlow.refreshToken(flow.tokens("web", "openid"));
    provider.clock.advance(Duration.ofMinutes(45));
    String second = CodeFlow.refreshToken(flow.refresh("web", token));
    provider.clock.advance(Duration.ofMinutes(16));

    CodeFlow.refused(() -> flow.refresh("web", second), Reason.GRANT_SESSION_ENDED);
  }

  @Test
  void rotate_pastIdleOrAbsoluteLife_isExpired() throws Refusal {
    String token = CodeFlow.refreshToken(flow.tokens("web", "openid offline_access"));
    provider.clock.advance(Duration.ofDays(7));
    CodeFlow.refused(() -> flow.refresh("web", token), Reason.REFRESH_EXPIRED);
  }

  @Test
  void rotate_offlineInUse_diesAtItsAbsoluteEnd() throws Refusal {
    String token = CodeFlow.refreshToken(flow.tokens("web", "openid offline_access"));
    for (int week = 0; week < 4; week++) {
      provider.clock.advance(Duration.ofDays(6));
      token = CodeFlow.refreshToken(flow.refresh("web", token));
    }
    provider.clock.advance(Duration.ofDays(6));
    String last = token;
    CodeFlow.refused(() -> flow.refresh("web", last), Reason.REFRESH_EXPIRED);
  }

  @Test
  void rotate_revocations_kill() throws Refusal {
    // the client last: one that comes back finds no consent either
    for (var kind : List.of(Revocations.Kind.REALM, Revocations.Kind.CLIENT)) {
      provider.session = provider.signIn(provider.person);
      String token = CodeFlow.refreshToken(flow.tokens("web", "openid offline_access"));
      String id = kind.name().equals("CLIENT") ? "web" : provider.realm.value();
      provider.database.in(
          provider.clock,
          provider.realm,
          provider.tenant,
          tx -> provider.revocations.revoke(tx, kind, id));
      CodeFlow.refused(() -> flow.refresh("web", token), Reason.REFRESH_REVOKED);
    }
  }

  @Test
  void rotate_principalDisabled_isRefused() throws Refusal {
    String token = CodeFlow.refreshToken(flow.tokens("web", "openid offline_access"));
    provider.database.execute(
        "UPDATE gatehouse.tenant SET status = 'suspended' WHERE tenant_id = ?",
        provider.tenant.value());

    CodeFlow.refused(() -> flow.refresh("web", token), Reason.GRANT_PRINCIPAL_DISABLED);
  }

  @Test
  void offlineSessions_areListedAndEnded() throws Refusal {
    Map<String, ?> tokens = flow.tokens("web", "openid offline_access");
    flow.tokens("web", "openid");
    OfflineSessions offline = OfflineSessions.ofDatabase(provider.revocations);
    var entries =
        provider.database.in(
            provider.clock,
            provider.realm,
            provider.tenant,
            tx -> offline.list(tx, provider.person));
    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().lastUsedAt()).isEmpty();

    var stranger = provider.person("Eve", "eve@acme.example");
    UUID id = entries.getFirst().id();
    assertThat(end(offline, stranger, id)).isEmpty();
    assertThat(end(offline, provider.person, id)).contains(new ClientId("web"));

    CodeFlow.refused(
        () -> flow.refresh("web", CodeFlow.refreshToken(tokens)), Reason.REFRESH_REVOKED);
  }

  private Optional<ClientId> end(OfflineSessions offline, PrincipalId person, UUID id) {
    return provider.database.in(
        provider.clock, provider.realm, provider.tenant, tx -> offline.end(tx, person, id));
  }

  @Test
  void rotate_byAClientThatMayNot_isRefusedAndRecordedWithItsName() throws Refusal {
    String token = CodeFlow.refreshToken(flow.tokens("web", "openid"));

    CodeFlow.refused(() -> flow.refresh("exempt", token), Reason.GRANT_TYPE_NOT_ALLOWED);

    assertThat(provider.realmRecords())
        .filteredOn(record -> record.reason().equals(Optional.of("grant_type_not_allowed")))
        .singleElement()
        .satisfies(record -> assertThat(record.client()).contains("exempt"));
    assertThat(flow.refresh("web", token)).containsKey("refresh_token");
  }

  private static String family(Map<String, ?> tokens) {
    String jti = UnverifiedJwt.of(CodeFlow.text(tokens, "access_token")).claim("jti");
    return AccessTokenId.parse(jti).orElseThrow().family().toString();
  }
}
