package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.crypto.SharedTokenKey;
import dev.gatehouse.server.crypto.WeakSecret;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.AccessTokenSigning;
import dev.gatehouse.server.realm.ConfiguredSecrets;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.realm.RealmFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentAliasesTest {
  private static final String STRONG = "u7Qk2mX9vB4tRz8LwN1cYp6HsJd3FgAe5K0o";
  private static final Map<String, String> SERVER =
      Map.of(
          "GATEHOUSE_BASE_URL", "https://login.example.com",
          "GATEHOUSE_DATABASE_URL", "jdbc:postgresql://db/gatehouse",
          "GATEHOUSE_REALMS_DIR", ShippedRealms.FOLDER.toString());

  private static ServerConfig config(Map<String, String> environment) throws IOException {
    return Configuration.load(EnvironmentAliases.resolve(environment));
  }

  /** The shipped realms as a server with these variables reads them; other secrets are there. */
  private static Realm realm(String name, Map<String, String> variables) throws IOException {
    Map<String, String> environment = new HashMap<>(SERVER);
    ShippedRealms.secrets()
        .forEach(secret ->
            environment.put(
                "GATEHOUSE_SECRET_" + secret.toUpperCase(Locale.ROOT).replace('-', '_'), ""));
    environment.putAll(variables);
    Map<String, String> resolved = EnvironmentAliases.resolve(environment);
    ServerConfig config = Configuration.load(resolved);
    ConfiguredSecrets given = new ConfiguredSecrets(Optional.empty(), resolved);
    RealmFile reader =
        new RealmFile(
            secret -> given.find(secret).or(() -> Optional.of(Secret.of(STRONG))),
            config.realmAccessTokenLifetime());
    return RealmCatalog.load(config.realmsDir(), reader).find(new RealmId(name)).orElseThrow();
  }

  @Test
  void stage06_withoutVariables_isAsItsFileSays() throws IOException {
    Realm stage06 = realm("stage06", Map.of());
    assertThat(stage06.tokens().accessTokenLifetime()).hasMinutes(15);
    assertThat(stage06.tokens().accessTokenSigning())
        .isInstanceOf(AccessTokenSigning.SharedSecret.class);
  }

  @Test
  void accessTokenMinutes_countInsteadOfTheFile() throws IOException {
    Map<String, String> variables =
        Map.of("APP_ACCESS_TOKEN_EXPIRY_MINUTES", "20", "ACCESS_TOKEN_EXPIRE_MINUTES", "5");
    assertThat(realm("stage06", variables).tokens().accessTokenLifetime()).hasMinutes(20);
    Realm portal = realm("portal", variables);
    assertThat(portal.tokens().accessTokenLifetime()).hasMinutes(5);
    assertThat(portal.accessTokenLifetime(List.of("quality_manager"))).hasMinutes(5);
    assertThat(realm("monitrax", variables).tokens().accessTokenLifetime()).hasMinutes(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "15m", "1.5", "1000", "fifteen", "015"})
  void accessTokenMinutes_thatAreNone_areRefused(String minutes) {
    assertThatThrownBy(() -> realm("stage06", Map.of("APP_ACCESS_TOKEN_EXPIRY_MINUTES", minutes)))
        .hasMessage(
            "APP_ACCESS_TOKEN_EXPIRY_MINUTES must be a whole number of minutes from 1 to 60");
  }

  @Test
  void accessTokenMinutes_beyondAnHour_areRefused() {
    assertThatThrownBy(() -> realm("stage06", Map.of("APP_ACCESS_TOKEN_EXPIRY_MINUTES", "61")))
        .hasMessage("the configured life of access tokens of the realm stage06 must be 1m to 1h");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          APP_JWT_SECRET_KEY | 0123456789abcdef0123456789abcde  | has 31 characters; it must have at least 32
          APP_JWT_SECRET_KEY | changeme-changeme-changeme-changeme | is a placeholder
          APP_JWT_SECRET_KEY | PLACEHOLDER__SET_IN_SECRET_STORE | is a placeholder
          SECRET_KEY         | PLACEHOLDER__SET_IN_SECRET_STORE | is a placeholder
          SECRET_KEY         | short                            | has 5 characters
          SECRET_KEY         | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | is a pattern
          NEXTAUTH_SECRET    | your-nextauth-secret-goes-in-here | is a placeholder
          """)
  void weakSecret_refusesToStart(String variable, String value, String problem) {
    assertThatThrownBy(() -> realm("stage06", Map.of(variable, value)))
        .isInstanceOf(WeakSecret.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining(value);
  }

  @Test
  void secretKey_isTheOneAccessTokensAreMadeWith() throws IOException {
    Map<String, String> resolved =
        EnvironmentAliases.resolve(
            Map.of("APP_JWT_SECRET_KEY", STRONG, "SECRET_KEY", "p" + STRONG));
    ConfiguredSecrets secrets = new ConfiguredSecrets(Optional.empty(), resolved);
    assertThat(secrets.find("stage06-access-token").map(Secret::reveal)).contains(STRONG);
    assertThat(secrets.find("portal-web").map(Secret::reveal)).contains("p" + STRONG);
    assertThat(new SharedTokenKey(Secret.of(STRONG)).toString()).doesNotContain(STRONG);
  }

  @Test
  void ourOwnName_winsOverTheirs() throws IOException {
    Map<String, String> environment = new HashMap<>(SERVER);
    environment.put("SMTP_HOST", "theirs");
    environment.put("SMTP_PORT", "2525");
    environment.put("GATEHOUSE_SMTP_HOST", "ours");
    environment.put("DATABASE_URL", "postgresql://u:p@other/db");
    ServerConfig config = config(environment);
    assertThat(config.smtp().host()).isEqualTo("ours");
    assertThat(config.smtp().port()).isEqualTo(2525);
    assertThat(config.database().url()).isEqualTo("jdbc:postgresql://db/gatehouse");
    assertThat(EnvironmentAliases.inUse(environment)).containsOnlyKeys("SMTP_PORT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://gatehouse_app:p%40ss@db:5433/gatehouse?sslmode=require | jdbc:postgresql://db:5433/gatehouse?sslmode=require | GATEHOUSE_DATABASE_APP_PASSWORD | p@ss
          postgres://postgres:pw@db/gatehouse | jdbc:postgresql://db/gatehouse | GATEHOUSE_DATABASE_SUPERUSER_PASSWORD | pw
          """)
  void databaseUrl_isTakenApart(String given, String url, String variable, String password) {
    assertThat(EnvironmentAliases.resolve(Map.of("DATABASE_URL", given)))
        .containsEntry("GATEHOUSE_DATABASE_URL", url)
        .containsEntry(variable, password);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql://u:p@db/x", "postgresql:db", "file:./dev.db"})
  void databaseUrl_ofAnotherKind_isRefusedWithoutItsPassword(String given) {
    assertThatThrownBy(() -> EnvironmentAliases.resolve(Map.of("DATABASE_URL", given)))
        .hasMessageStartingWith("DATABASE_URL must read ")
        .hasMessageNotContaining(given);
  }

  @ParameterizedTest
  @CsvSource({"true, tls", "false, starttls"})
  void smtpSecure_isTheSecurityOfTheConnection(String secure, String security) throws IOException {
    Map<String, String> environment = new HashMap<>(SERVER);
    environment.put("SMTP_SECURE", secure);
    assertThat(config(environment).smtp().security()).isEqualTo(security);
  }

  @Test
  void everyAlias_standsInTheExampleAndInTheReference() throws IOException {
    String example = Files.readString(ShippedRealms.FOLDER.resolveSibling(".env.example"));
    String reference =
        Files.readString(ShippedRealms.FOLDER.resolveSibling(Path.of("docs", "configuration.md")));
    EnvironmentAliases.all()
        .forEach(alias -> {
          assertThat(example).contains("\n" + alias.name() + "=");
          assertThat(reference).contains("| `" + alias.name() + "` | `" + alias.ours() + "` |");
        });
    assertThat(example).contains("\nDATABASE_URL=");
  }
}
