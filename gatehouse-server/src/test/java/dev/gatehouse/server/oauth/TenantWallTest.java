package dev.gatehouse.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.oauth.code.CodeStore;
import dev.gatehouse.server.oauth.code.Redemption;
import dev.gatehouse.server.oauth.consent.ConsentStore;
import dev.gatehouse.server.oauth.family.FamilyStore;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Work;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Another tenant's transaction finds nothing of this one, even when it knows id and digest. */
@Tag("database")
class TenantWallTest {
  private final Provider provider = new Provider();
  private final CodeFlow flow = new CodeFlow(provider);
  private final TenantId other = provider.database.tenant(provider.realm, "other");

  @AfterEach
  void close() {
    provider.close();
  }

  private <T> T inOther(Work<TenantTx, T> work) {
    return provider.database.in(provider.clock, provider.realm, other, work);
  }

  @Test
  void code_ofOneTenant_isUnknownInAnother() throws Refusal {
    String text = flow.code("web", CodeFlow.REDIRECT_URI, "openid");
    OpaqueToken code = OpaqueToken.parse(OpaqueToken.Kind.CODE, provider.realm, text).orElseThrow();

    Redemption redemption =
        inOther(tx -> CodeStore.ofDatabase().redeem(tx, code.id(), code.digest()));
    assertThat(redemption).isEqualTo(new Redemption.Unknown());
    assertThat(flow.token("web", flow.codeRequest(text))).containsKey("access_token");
  }

  @Test
  void family_ofOneTenant_isUnknownInAnother() throws Refusal {
    String text = CodeFlow.refreshToken(flow.tokens("web", "openid offline_access"));
    OpaqueToken token =
        OpaqueToken.parse(OpaqueToken.Kind.REFRESH, provider.realm, text).orElseThrow();
    FamilyStore families = FamilyStore.ofDatabase();
    var refresh =
        new FamilyStore.Refresh(
            token.id(),
            new ClientId("web"),
            token.digest(),
            token.digest(),
            Optional.empty(),
            Scopes.NONE,
            List.of(),
            Duration.ofDays(1),
            Duration.ofSeconds(10));

    Optional<FamilyStore.Live> rotated = inOther(tx -> families.rotate(tx, refresh));
    Optional<FamilyStore.Live> retried = inOther(tx -> families.retry(tx, refresh));
    Optional<FamilyStore.State> locked = inOther(tx -> families.lock(tx, token.id()));
    boolean revoked = inOther(tx -> families.revoke(tx, token.id(), "x"));
    List<FamilyStore.Offline> listed = inOther(tx -> families.offline(tx, provider.person));
    Scopes consented =
        inOther(tx -> ConsentStore.ofDatabase().find(tx, provider.person, refresh.client()));

    assertThat(rotated).isEmpty();
    assertThat(retried).isEmpty();
    assertThat(locked).isEmpty();
    assertThat(revoked).isFalse();
    assertThat(listed).isEmpty();
    assertThat(consented).isEqualTo(Scopes.NONE);
    assertThat(flow.refresh("web", text)).containsKey("refresh_token");
  }
}
