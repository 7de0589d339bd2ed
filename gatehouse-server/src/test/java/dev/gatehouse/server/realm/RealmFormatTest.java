package dev.gatehouse.server.realm;

import static dev.gatehouse.server.realm.FullRealmFile.STRONG;
import static dev.gatehouse.server.realm.FullRealmFile.TEXT;
import static dev.gatehouse.server.realm.FullRealmFile.client;
import static dev.gatehouse.server.realm.FullRealmFile.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.gatehouse.server.crypto.Argon2Parameters;
import dev.gatehouse.server.crypto.BcryptParameters;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.Client.Grant;
import dev.gatehouse.server.realm.ClientAuthentication.Keys;
import dev.gatehouse.server.realm.ClientAuthentication.PrivateKey;
import dev.gatehouse.server.realm.ClientAuthentication.SharedSecret;
import dev.gatehouse.server.realm.ClientAuthentication.Transport;
import dev.gatehouse.server.session.Evidence;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a realm file can say beyond the least. */
class RealmFormatTest {
  @Test
  void read_userinfo_saysWhatTheSignInMustBe() {
    AuthenticationDemand demand = FullRealmFile.read(FullRealmFile.TEXT).userInfo();

    assertThat(demand.maxAge()).contains(Duration.ofHours(8));
    assertThat(demand.acrValues()).isEqualTo(Evidence.REACHABLE);
  }

  @Test
  void read_tokensOfTheRealm_areAsWritten() {
    TokenProfile tokens = read(TEXT).tokens();
    assertThat(tokens.accessTokenSigning()).isInstanceOf(AccessTokenSigning.SharedSecret.class);
    assertThat(tokens.accessTokenSigning().joseName()).isEqualTo("HS256");
    assertThat(tokens.toString()).doesNotContain(STRONG);
    assertThat(tokens.idTokenAlgorithm()).isEqualTo(SigningAlgorithm.EDDSA);
    assertThat(tokens.aliases().sources())
        .containsOnly(
            entry("organizationId", ClaimSource.TID),
            entry("role", ClaimSource.ROLES),
            entry("principal_id", ClaimSource.SUB));
  }

  @Test
  void addTo_aliases_repeatValuesAndReplaceNone() {
    ClaimAliases aliases = read(TEXT).tokens().aliases();
    assertThat(aliases.addTo(Map.of("sub", "s", "tid", "t", "roles", List.of("AGENT"))))
        .containsOnly(
            entry("sub", "s"),
            entry("tid", "t"),
            entry("roles", List.of("AGENT")),
            entry("organizationId", "t"),
            entry("role", List.of("AGENT")),
            entry("principal_id", "s"));
    assertThat(aliases.addTo(Map.of("sub", "s", "principal_id", "own")))
        .containsOnly(entry("sub", "s"), entry("principal_id", "own"));
  }

  @Test
  void read_rolesOfTheRealm_shortenTokens() {
    Realm realm = read(TEXT);
    assertThat(realm.ownerRole().mfaRequired()).isTrue();
    assertThat(realm.role("AGENT").orElseThrow().mfaRequired()).isFalse();
    assertThat(realm.accessTokenLifetime(Set.of("AGENT"))).hasMinutes(15);
    assertThat(realm.accessTokenLifetime(Set.of("AGENT", "ADMIN"))).hasMinutes(5);
  }

  @Test
  void read_passwordsHashedByBcrypt_areShorterThanWhatItReads() {
    PasswordPolicy passwords = read(TEXT).passwords();
    assertThat(passwords.hashing()).isEqualTo(new BcryptParameters(13));
    assertThat(passwords.maxLength()).isEqualTo(72);
  }

  @Test
  void read_apisAndScopes_haveWords() {
    Realm realm = read(TEXT);
    Api orders = realm.api("https://orders.shop.example").orElseThrow();
    assertThat(orders.scopes())
        .extracting(Scope::name)
        .containsExactly("orders:read", "orders:write");
    assertThat(orders.introspectors()).containsExactly(new ClientId("worker"));
    assertThat(realm.scope("orders:write").map(Scope::description))
        .contains("Place and change orders");
    assertThat(realm.scope("reports:read").map(Scope::description)).contains("See reports");
    assertThat(realm.scope("openid")).isEmpty();
    assertThat(realm.api("https://api.shop.example")).isEmpty();
  }

  @Test
  void read_webClient_isAsWritten() {
    Client web = client("web");
    assertThat(web.authentication())
        .isEqualTo(new SharedSecret(Transport.POST, SecretDigest.of(Secret.of(STRONG))));
    assertThat(web.tokenEndpointAuthMethod()).isEqualTo("client_secret_post");
    assertThat(web.requirePkce()).isFalse();
    assertThat(web.requirePushedRequests()).isTrue();
    assertThat(web.dpopBoundAccessTokens()).isTrue();
    assertThat(web.apis()).containsExactly("orders");
    assertThat(web.logout().backchannelUri()).contains(URI.create("https://shop.example/logout"));
    assertThat(web.logout().backchannelSessionRequired()).isTrue();
    assertThat(web.signatures())
        .isEqualTo(
            new ClientSignatures(
                Optional.of(SigningAlgorithm.ES256),
                Optional.of(SigningAlgorithm.RS256),
                Optional.of(SigningAlgorithm.RS256)));
    assertThat(web.pages().initiateLoginUri()).contains(URI.create("https://shop.example/login"));
    assertThat(web.pages().clientUri()).contains(URI.create("http://shop.example"));
  }

  @Test
  void refreshLife_ofAClient_isNeverLongerThanTheRealms() {
    Realm realm = read(TEXT);
    assertThat(realm.refreshIdle(client("web"))).hasHours(1);
    assertThat(realm.refreshAbsolute(client("web"))).hasHours(24);
    assertThat(realm.refreshIdle(client("remote"))).hasDays(7);
    assertThat(realm.idTokenAlgorithm(client("web"))).isEqualTo(SigningAlgorithm.ES256);
    assertThat(realm.idTokenAlgorithm(client("remote"))).isEqualTo(SigningAlgorithm.EDDSA);
  }

  @Test
  void read_machines_actInTheTenantsTheyAreBoundTo() {
    Realm realm = read(TEXT);
    assertThat(client("worker").authentication())
        .isInstanceOfSatisfying(
            PrivateKey.class,
            key -> {
              assertThat(key.algorithm()).contains(SigningAlgorithm.ES256);
              assertThat(key.keys())
                  .isInstanceOfSatisfying(
                      Keys.Inline.class,
                      inline ->
                          assertThat(inline.jwks())
                              .startsWith(
                                  "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83O"));
            });
    assertThat(client("remote").authentication())
        .isEqualTo(
            new PrivateKey(
                new Keys.Remote(URI.create("https://remote.shop.example/jwks")), Optional.empty()));
    assertThat(realm.serviceAccounts())
        .containsExactly(
            new ServiceAccount(
                "order-import",
                "Brings orders in",
                new ClientId("worker"),
                "acme",
                Set.of("AGENT")),
            new ServiceAccount(
                "report", "Makes the yearly report", new ClientId("remote"), "acme", Set.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example/cb, true",
    "https://a.partner.example/cb, true",
    "https://a.b.partner.example/cb, true",
    "https://partner.example/cb, false",
    "https://evilpartner.example/cb, false",
    "https://app.example.evil.example/cb, false",
    "com.example.app:/cb, false",
    "com.attacker.app://app.example/cb, false",
    "http://app.example/cb, false"
  })
  void allowsHostOf_address_isOneOfThePolicys(String uri, boolean allowed) {
    RegistrationPolicy policy = read(TEXT).registration();
    assertThat(policy.mode()).isEqualTo(RegistrationPolicy.Mode.INITIAL_ACCESS_TOKEN);
    assertThat(policy.grants()).containsOnly(Grant.AUTHORIZATION_CODE, Grant.REFRESH_TOKEN);
    assertThat(policy.mayOmitPkce()).isTrue();
    assertThat(policy.allowsHostOf(URI.create(uri))).isEqualTo(allowed);
  }

  @Test
  void read_nothingSaid_keepsRegistrationOffAndArgon2() {
    String text = TEXT.substring(0, TEXT.indexOf("registration:"));
    assertThat(read(text).registration()).isEqualTo(RegistrationPolicy.OFF);
    Realm realm = read(text.replaceFirst("(?s)passwords:.*?mail:", "mail:"));
    assertThat(realm.passwords().hashing()).isEqualTo(Argon2Parameters.DEFAULT);
    assertThat(realm.passwords().maxLength()).isEqualTo(128);
  }

  @Test
  void read_generatedSecret_isTheOneKeptForTheClient() {
    SecretDigest kept = SecretDigest.of(Secret.of("made-at-apply"));
    SecretSource source =
        new SecretSource() {
          @Override
          public Optional<Secret> find(String name) {
            return Optional.of(Secret.of(STRONG));
          }

          @Override
          public Optional<SecretDigest> generated(RealmId realm, ClientId client) {
            return Optional.of(kept).filter(it -> client.value().equals("web"));
          }
        };
    Client web =
        new RealmFile(source)
            .read("shop.yaml", TEXT.replace("secret: ${secret:web}", "secret: generate"))
            .client(new ClientId("web"))
            .orElseThrow();
    assertThat(web.authentication()).isEqualTo(new SharedSecret(Transport.POST, kept));
    assertThat(kept.matches(Secret.of("made-at-apply"))).isTrue();
    assertThat(kept.matches(Secret.of("made-at-applY"))).isFalse();
    assertThat(SecretDigest.ofBytes(kept.bytes())).isEqualTo(kept);
  }
}
