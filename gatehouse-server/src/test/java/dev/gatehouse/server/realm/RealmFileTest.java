package dev.gatehouse.server.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.crypto.Argon2Parameters;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.crypto.WeakSecret;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.ClientAuthentication.SharedSecret;
import dev.gatehouse.server.realm.ClientAuthentication.Transport;
import dev.gatehouse.testkit.Attack;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealmFileTest {
  private static final String STRONG = "u7Qk2mX9vB4tRz8LwN1cYp6HsJd3FgAe5K0o";

  /** The shortest file that is whole; what it leaves out has its default. */
  private static final String LEAST =
      """
      realm: shop
      product_name: The Shop
      sign_up: closed
      languages: [en]
      tokens:
        audiences: [api]
      mail:
        sender_name: The Shop
        sender_address: shop@shop.example
      permissions:
        order.read: See orders
      roles:
        boss:
          description: Runs it
          owner: true
          permissions: [order.read]
      clients:
        web:
          name: Web
          type: confidential
          secret: ${secret:web}
          redirect_uris: ["https://shop.example/cb"]
          grants: [authorization_code, refresh_token]
          scopes: [openid]
        spa:
          name: Spa
          type: public
          redirect_uris: ["https://shop.example/spa"]
          grants: [authorization_code]
          scopes: [openid]
      """;

  private static Realm read(String text) {
    return new RealmFile(name -> Optional.of(Secret.of(STRONG))).read("shop.yaml", text);
  }

  @Test
  void read_leastFile_fillsInTheDefaults() {
    Realm realm = read(LEAST);
    assertThat(realm.tokens().accessTokenAlgorithm()).isEqualTo(SigningAlgorithm.ES256);
    assertThat(realm.tokens().idTokenAlgorithm()).isEqualTo(SigningAlgorithm.RS256);
    assertThat(realm.tokens().accessTokenLifetime()).isEqualTo(Duration.ofMinutes(15));
    assertThat(realm.tokens().codeLifetime()).isEqualTo(Duration.ofSeconds(60));
    assertThat(realm.tokens().refreshIdle()).isEqualTo(Duration.ofDays(7));
    assertThat(realm.tokens().refreshAbsolute()).isEqualTo(Duration.ofDays(30));
    assertThat(realm.passwords()).isEqualTo(new PasswordPolicy(15, 128, Argon2Parameters.DEFAULT));
    assertThat(realm.sessions())
        .isEqualTo(
            new SessionRules(
                Duration.ofHours(1),
                Duration.ofHours(24),
                Duration.ofMinutes(15),
                Duration.ofHours(12)));
    assertThat(realm.mail().resetTtl()).isEqualTo(Duration.ofMinutes(30));
    assertThat(realm.mail().inviteTtl()).isEqualTo(Duration.ofDays(7));
    assertThat(realm.tenants().deleteGrace()).isEqualTo(Duration.ofDays(30));
    assertThat(realm.mail().resendPerHour()).isEqualTo(5);
    assertThat(realm.ownerRole().name()).isEqualTo("boss");
  }

  @Test
  void read_clients_getTheSafeDefaultOfTheirType() {
    Realm realm = read(LEAST);
    Client web = realm.client(new ClientId("web")).orElseThrow();
    Client spa = realm.client(new ClientId("spa")).orElseThrow();
    assertThat(web.requirePkce()).isTrue();
    assertThat(web.requireConsent()).isTrue();
    assertThat(web.refreshGrace()).isEqualTo(Duration.ofSeconds(10));
    assertThat(web.tokenEndpointAuthMethod()).isEqualTo("client_secret_basic");
    assertThat(web.authentication())
        .isEqualTo(new SharedSecret(Transport.BASIC, SecretDigest.of(Secret.of(STRONG))));
    assertThat(web.toString()).doesNotContain(STRONG);
    assertThat(spa.refreshGrace()).isZero();
    assertThat(spa.tokenEndpointAuthMethod()).isEqualTo("none");
    assertThat(spa.isPublic()).isTrue();
    assertThat(realm.refreshAbsolute(web)).isEqualTo(Duration.ofDays(30));
    assertThat(realm.refreshAbsolute(spa)).isEqualTo(Duration.ofHours(24));
  }

  @ParameterizedTest(name = "{0} -> {1}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          product_name: The Shop | produkt_name: The Shop | 2 | unknown key "produkt_name"; allowed: apis, branding, clients, issuer, languages, mail, management, passwords, permissions, product_name, realm, registration, roles, scopes, service_accounts, sessions, sign_up, tenants, tokens
          audiences: [api] | audience: [api] | 6 | unknown key "tokens.audience"; allowed: access_token_alg
          audiences: [api] | audiences: api | 6 | "tokens.audiences" must be a list, not text
          audiences: [api] | audiences: [] | 6 | "tokens.audiences" is missing; add it
          audiences: [api] | audiences: [api, api] | 6 | "tokens.audiences" has "api" twice; keep one
          audiences: [api] | audiences: [[api]] | 6 | "tokens.audiences" must be text, not a list
          audiences: [api] | audiences: [&a api, *a] | 6 | anchors and aliases are not allowed
          realm: shop | realm: Shop | 1 | "realm" must be 2 to 32 of a-z, 0-9 and -
          realm: shop | realm: | 1 | "realm" must be text, not nothing
          realm: shop | realm: 12 | 1 | "realm" must be text, not a whole number
          product_name: The Shop | product_name: {a: b} | 2 | "product_name" must be text, not a mapping
          product_name: The Shop | product_name: "a\\tb" | 2 | must be one line without control characters
          product_name: The Shop | realm: again | 2 | "realm" stands twice; keep one
          product_name: The Shop | product_name: [ | 4 | not YAML
          sign_up: closed | sign_up: maybe | 3 | "sign_up" has "maybe"; allowed: closed, open
          sign_up: closed | sign_up: false | 3 | "sign_up" must be text, not true or false
          sign_up: closed | issuer: http://id.shop.example | 3 | "issuer" must be https, or http on a loopback address
          sign_up: closed | issuer: https://id.shop.example | 3 | "issuer" must be a host and /r/shop, where the realm is served
          languages: [en] | languages: [english!] | 4 | "languages" must be tags such as en or de
          audiences: [api] | access_token_alg: HS512 | 6 | "tokens.access_token_alg" has "HS512"; allowed: ES256, EdDSA, HS256, RS256
          audiences: [api] | id_token_alg: HS256 | 6 | "tokens.id_token_alg" has "HS256"; allowed: ES256, EdDSA, RS256
          audiences: [api] | rsa_bits: 1024 | 6 | "tokens.rsa_bits" must be 2048 to 3072
          audiences: [api] | rsa_bits: 2500 | 6 | "tokens.rsa_bits" must be 2048 or 3072
          audiences: [api] | rsa_bits: 99999999999 | 6 | "tokens.rsa_bits" must be 2048 to 3072
          audiences: [api] | rsa_bits: "2048" | 6 | "tokens.rsa_bits" must be a whole number, not text
          audiences: [api] | rsa_bits: 2048.0 | 6 | "tokens.rsa_bits" must be a whole number, not a fraction
          audiences: [api] | access_token_lifetime: 2h | 6 | "tokens.access_token_lifetime" must be 1m to 1h
          audiences: [api] | access_token_lifetime: 900 | 6 | must be a duration such as 30s, 15m, 12h or 7d
          audiences: [api] | access_token_lifetime: PT15M | 6 | must be a duration such as 30s, 15m, 12h or 7d
          audiences: [api] | access_token_lifetime: 015m | 6 | must be a duration such as 30s, 15m, 12h or 7d
          audiences: [api] | access_token_lifetime: -1m | 6 | must be a duration such as 30s, 15m, 12h or 7d
          audiences: [api] | pushed_request_lifetime: 4s | 6 | "tokens.pushed_request_lifetime" must be 5s to 10m
          audiences: [api] | pushed_request_lifetime: 601s | 6 | "tokens.pushed_request_lifetime" must be 5s to 10m
          audiences: [api] | code_lifetime: 61s | 6 | "tokens.code_lifetime" must be 10s to 1m
          audiences: [api] | refresh_idle: 31d | 6 | "tokens.refresh_idle" must not be longer than refresh_absolute
          sender_name: The Shop | sender_name: S⏎  reset_ttl: 61m | 9 | "mail.reset_ttl" must be 5m to 1h
          sender_name: The Shop | sender_name: S⏎  resend_per_hour: 6 | 9 | "mail.resend_per_hour" must be 1 to 5
          sender_address: shop@shop.example | sender_address: "Shop <shop@shop.example>" | 9 | "mail.sender_address" must be one plain e-mail address
          order.read: See orders | Order Read: See orders | 11 | "permissions" has the name "Order Read"
          owner: true | owner: false | 13 | "roles" must have exactly one role with owner: true
          owner: true | owner: yes | 15 | "roles.boss.owner" must be true or false, not text
          permissions: [order.read] | permissions: [order.write] | 16 | "roles.boss.permissions" has "order.write"; allowed: order.read
          type: confidential | type: secret | 20 | "clients.web.type" has "secret"; allowed: confidential, public
          type: public | type: confidential | 26 | "clients.spa.secret" is missing; add it
          secret: ${secret:web} | secret: hunter2 | 21 | "clients.web.secret" must be ${secret:name}; secrets don't stand in realm files
          type: confidential | type: public | 21 | "clients.web.secret" can't be set: a public client has none
          grants: [authorization_code] | grants: [implicit] | 29 | "clients.spa.grants" has "implicit"; allowed: authorization_code, client_credentials, refresh_token
          grants: [authorization_code] | grants: [] | 29 | "clients.spa.grants" is missing; add it
          grants: [authorization_code] | require_pkce: nope | 29 | "clients.spa.require_pkce" must be true or false, not text
          name: Web | name: W⏎    refresh_grace: 11s | 20 | "clients.web.refresh_grace" must be 0s to 10s
          product_name: The Shop | product_name: S⏎management: {tenant.rename: order.read} | 3 | unknown key "management.tenant.rename"; allowed: audit.read
          product_name: The Shop | product_name: S⏎management: {tenant.read: order.write} | 3 | "management.tenant.read" has "order.write"; allowed: order.read
          product_name: The Shop | product_name: S⏎apis: {management: {audience: "https://a.example"}} | 3 | "apis.management" is built in; say who may use it in "management"
          product_name: The Shop | product_name: S⏎management: {tenant.read: order.read}⏎scopes: {manage.read: Mine} | 3 | has the scope "manage.read", which stands elsewhere too
          product_name: The Shop | product_name: S⏎management: {tenant.read: order.read}⏎registration: {mode: off, apis: [management]} | 4 | "registration.apis" has "management"
          name: Web | require_consent: false | 19 | "clients.web.name" is missing; add it
          """)
  void read_wrongLine_namesFileLineAndWhatIsAllowed(
      String line, String replacement, int at, String problem) {
    assertThat(LEAST).contains(line);
    assertThatThrownBy(() ->
            read(
                LEAST.replaceFirst(
                    Pattern.quote(line), Matcher.quoteReplacement(replacement.replace("⏎", "\n")))))
        .isInstanceOf(RealmFileError.class)
        .hasMessageStartingWith("shop.yaml:" + at + ": ")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource({"1h", "365d"})
  void grace_atItsBounds_isRead(String grace) {
    assertThat(read(LEAST + "tenants: {delete_grace: " + grace + "}\n").tenants().deleteGrace())
        .isBetween(Duration.ofHours(1), Duration.ofDays(365));
  }

  @ParameterizedTest
  @CsvSource({"59m", "366d"})
  void grace_beyondThem_isRefused(String grace) {
    assertThatThrownBy(() -> read(LEAST + "tenants: {delete_grace: " + grace + "}\n"))
        .isInstanceOf(RealmFileError.class)
        .hasMessageContaining("tenants.delete_grace");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          require_pkce: false    | "clients.spa.require_pkce" can't be false for a public client
          refresh_grace: 1s      | "clients.spa.refresh_grace" must be 0s for a public client
          require_consent: false | "clients.spa.require_consent" can't be false unless first_party is true
          """)
  void read_publicClientMadeUnsafe_isRefused(String added, String problem) {
    assertThatThrownBy(() -> read(LEAST + "    " + added + "\n"))
        .isInstanceOf(RealmFileError.class)
        .hasMessageStartingWith("shop.yaml:31: " + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1/spa", "com.example.shop:/spa"})
  void read_publicClientThatAnyProgramCanBe_mustAsk(String address) {
    String text =
        LEAST
            .replace("type: public", "type: public\n    first_party: true")
            .replace("https://shop.example/spa", address);
    assertThatThrownBy(() -> read(text))
        .hasMessageContaining("\"clients.spa.require_consent\" must be true for a public client");
    assertThat(
            read(text + "    require_consent: true\n")
                .client(new ClientId("spa"))
                .orElseThrow()
                .firstParty())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scopes: [openid] | scopes: [openid] | can be true only for a public client with first_party
          type: public | type: public⏎    first_party: true | needs the grant refresh_token
          https://shop.example/spa | http://127.0.0.1/spa | needs redirect_uris that are all https
          """)
  void read_refreshTokenCookieWhereItGuardsNothing_isRefused(
      String line, String replacement, String problem) {
    String text = LEAST + "    refresh_token_cookie: true\n";
    if (problem.contains("https")) {
      text =
          text.replace("type: public", "type: public\n    first_party: true")
              .replace(
                  "grants: [authorization_code]\n",
                  "grants: [authorization_code, refresh_token]\n");
    }
    String changed = text.replace(line, replacement.replace("⏎", "\n"));
    assertThatThrownBy(() -> read(changed))
        .isInstanceOf(RealmFileError.class)
        .hasMessageContaining("\"clients.spa.refresh_token_cookie\" " + problem);
  }

  @Test
  void read_offlineAccessWithoutRefresh_isRefused() {
    String text =
        LEAST.replaceFirst("(?s)(spa:.*)scopes: \\[openid]", "$1scopes: [offline_access]");
    assertThatThrownBy(() -> read(text))
        .hasMessageContaining("has offline_access without the grant refresh_token");
  }

  @ParameterizedTest
  @CsvSource({
    "min_length: 14, min_length",
    "min_length: 8, min_length",
    "max_length: 129, max_length",
    "'argon2: {memory_kib: 4096}', memory_kib",
    "'argon2: {iterations: 4}', iterations",
    "'argon2: {parallelism: 0}', parallelism"
  })
  void read_passwordRulesBelowTheBar_areRefused(String rule, String key) {
    assertThatThrownBy(() -> read(LEAST + "passwords: {" + rule + "}\n"))
        .isInstanceOf(RealmFileError.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @CsvSource({
    "'idle: 2h, absolute: 1h', idle",
    "'admin_idle: 30m, admin_absolute: 20m', admin_idle",
    "'admin_absolute: 25h', admin_absolute"
  })
  void read_sessionsThatContradict_areRefused(String rules, String key) {
    assertThatThrownBy(() -> read(LEAST + "sessions: {" + rules + "}\n"))
        .isInstanceOf(RealmFileError.class)
        .hasMessageContaining("\"sessions." + key + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "http://shop.example/cb, must be https",
    "http://localhost/cb, must be https",
    "https://*.shop.example/cb, no wildcards",
    "https://shop.example/cb#x, no fragment",
    "/cb, must be absolute",
    "https://user@shop.example/cb, no user",
    "https://Shop.example/cb, lower-case host",
    "https://shop.example/a/../cb, no dots",
    "https://shöp.example/cb, ASCII only",
    "javascript:alert(1), scheme of your own",
    "data:text/html;x, scheme of your own",
    "myapp:/cb, scheme of your own"
  })
  void read_redirectUriThatCouldBeTakenOver_isRefused(String uri, String problem) {
    assertThatThrownBy(() -> read(LEAST.replace("https://shop.example/spa", uri)))
        .isInstanceOf(RealmFileError.class)
        .hasMessageContaining("clients.spa.redirect_uris")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1/cb",
    "http://[::1]:0/cb",
    "com.example.shop:/cb",
    "https://shop.example/cb?x=1"
  })
  void read_redirectUriOfEachKind_isTakenWordForWord(String uri) {
    Client spa =
        read(LEAST.replace("https://shop.example/spa", uri))
            .client(new ClientId("spa"))
            .orElseThrow();
    assertThat(spa.redirectUris()).singleElement().hasToString(uri);
  }

  @Test
  void read_missingSecret_saysWhereToPutIt() {
    SecretSource none = new ConfiguredSecrets(Optional.empty(), Map.of());
    assertThatThrownBy(() -> new RealmFile(none).read("shop.yaml", LEAST))
        .isInstanceOf(RealmFileError.class)
        .hasMessage(
            "shop.yaml:21: \"clients.web.secret\" names \"web\", which is not there; put it into"
                + " the variable GATEHOUSE_SECRET_WEB");
  }

  @Test
  void read_weakSecret_refusesToStart() {
    SecretSource weak =
        new ConfiguredSecrets(
            Optional.empty(),
            Map.of("GATEHOUSE_SECRET_WEB", "changeme-changeme-changeme-changeme"));
    assertThatThrownBy(() -> new RealmFile(weak).read("shop.yaml", LEAST))
        .isInstanceOf(WeakSecret.class)
        .hasMessage("secret web: is a placeholder; generate a random one");
  }

  @Test
  void read_secondDocumentOrListOrEmpty_isRefused() {
    assertThatThrownBy(() -> read(LEAST + "---\nrealm: other\n"))
        .hasMessageContaining("one document a file");
    assertThatThrownBy(() -> read("- a\n")).hasMessageContaining("must be a mapping");
    assertThatThrownBy(() -> read("")).hasMessageContaining("must be a mapping");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "logo: '../gatehouse.css'",
        "logo: 'https://evil.example/a.svg'",
        "logo: 'x.svg\" onerror=\"alert(1)'",
        "logo: 'a.html'",
        "accent_light: '#fff;} body{background:url(//evil.example)}'",
        "accent_dark: 'url(//evil.example)'",
        "accent_dark: red"
      })
  @Attack("X2")
  void branding_thatIsNoPictureOrColour_isRefused(String line) {
    assertThatThrownBy(() -> read(LEAST + "branding: {" + line + "}\n"))
        .isInstanceOf(RealmFileError.class)
        .hasMessageContaining("branding." + line.substring(0, line.indexOf(':')));
  }
}
