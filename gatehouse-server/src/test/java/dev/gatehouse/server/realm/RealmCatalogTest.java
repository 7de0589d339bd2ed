package dev.gatehouse.server.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealmCatalogTest {
  private static final SecretSource SECRETS =
      name -> Optional.of(Secret.of("u7Qk2mX9vB4tRz8LwN1cYp6HsJd3FgAe5K0o"));
  private static final Path SHIPPED = Path.of(System.getProperty("gatehouse.root"), "realms");
  private static final RealmId MONITRAX = new RealmId("monitrax");

  @TempDir Path directory;

  private static Realm monitrax() {
    return RealmCatalog.load(SHIPPED, SECRETS).find(MONITRAX).orElseThrow();
  }

  @Test
  void load_shippedRealms_areWholeAndOperatorsIsBuiltIn() {
    RealmCatalog catalog = RealmCatalog.load(SHIPPED, SECRETS);
    assertThat(catalog.realms())
        .extracting(realm -> realm.id().value())
        .startsWith("operators")
        .contains("monitrax");
    Realm operators = catalog.find(RealmCatalog.OPERATORS).orElseThrow();
    assertThat(operators.signUp()).isEqualTo(Realm.SignUp.CLOSED);
    assertThat(operators.clients()).isEmpty();
    assertThat(operators.ownerRole().name()).isEqualTo("operator");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          property.read    | owner,admin,member,viewer
          property.write   | owner,admin,member
          income.read      | owner,admin,member,viewer
          income.write     | owner,admin,member
          loan.read        | owner,admin,member,viewer
          loan.write       | owner,admin,member
          investment.read  | owner,admin,member,viewer
          investment.write | owner,admin,member
          settings.manage  | owner
          user.manage      | owner,admin
          """)
  void monitrax_permission_isHeldByTheseRolesAlone(String permission, String roles) {
    assertThat(monitrax().roles())
        .filteredOn(role -> role.permissions().contains(permission))
        .extracting(Role::name)
        .containsExactlyInAnyOrder(roles.split(","));
  }

  @ParameterizedTest
  @CsvSource({
    "monitrax-web, client_secret_basic, true, 10, true",
    "monitrax-spa, none, true, 0, true",
    "monitrax-first, client_secret_basic, false, 10, true"
  })
  void monitrax_client_isAsDocumented(
      String id, String authentication, boolean consent, int graceSeconds, boolean pkce) {
    Client client = monitrax().client(new ClientId(id)).orElseThrow();
    assertThat(client.tokenEndpointAuthMethod()).isEqualTo(authentication);
    assertThat(client.requireConsent()).isEqualTo(consent);
    assertThat(client.refreshGrace()).hasSeconds(graceSeconds);
    assertThat(client.requirePkce()).isEqualTo(pkce);
    Set<String> scopes = new HashSet<>(Set.of("openid", "profile", "email", "offline_access"));
    if (id.equals("monitrax-first")) {
      scopes.addAll(Set.of("manage.read", "manage.write"));
    }
    assertThat(client.scopes()).isEqualTo(scopes);
    assertThat(client.redirectUris()).containsExactly(URI.create("http://127.0.0.1/callback"));
  }

  @Test
  void load_fileNamedOtherwise_isRefused() throws IOException {
    Files.copy(SHIPPED.resolve("monitrax.yaml"), directory.resolve("other.yaml"));
    assertThatThrownBy(() -> RealmCatalog.load(directory, SECRETS))
        .isInstanceOf(RealmFileError.class)
        .hasMessageEndingWith("declares the realm monitrax; name the file so");
  }

  @Test
  void load_operatorsOfTheDirectory_standInForTheBuiltInOnes() throws IOException {
    assertThat(RealmCatalog.load(directory, SECRETS).realms())
        .extracting(Realm::productName)
        .containsExactly("Gatehouse");
    String text = Files.readString(SHIPPED.resolve("operators.yaml"));
    Files.writeString(
        directory.resolve("operators.yaml"),
        text.replace("product_name: Gatehouse", "product_name: House"));
    assertThat(RealmCatalog.load(directory, SECRETS).realms())
        .extracting(Realm::productName)
        .containsExactly("House");
  }

  @Test
  void load_noDirectoryOrNoUtf8_isRefused() throws IOException {
    assertThatThrownBy(() -> RealmCatalog.load(directory.resolve("absent"), SECRETS))
        .isInstanceOf(RealmFileError.class);
    Files.write(directory.resolve("shop.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> RealmCatalog.load(directory, SECRETS))
        .isInstanceOf(RealmFileError.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void find_secretInDirectoryAndEnvironment_prefersTheVariable() throws IOException {
    Files.writeString(directory.resolve("web"), "from the directory\n");
    ConfiguredSecrets secrets =
        new ConfiguredSecrets(
            Optional.of(directory),
            Map.of("GATEHOUSE_SECRET_WEB", "x", "GATEHOUSE_SECRET_MY_APP", "from a variable"));
    Files.writeString(directory.resolve("api"), "from the directory\n");
    assertThat(secrets.find("web").map(Secret::reveal)).contains("x");
    assertThat(secrets.find("api").map(Secret::reveal)).contains("from the directory");
    assertThat(secrets.find("my-app").map(Secret::reveal)).contains("from a variable");
    assertThat(secrets.find("none")).isEmpty();
    assertThat(secrets.toString()).doesNotContain("from a variable");
  }

  @ParameterizedTest
  @CsvSource({
    "https://id.example/r/monitrax, https://id.example",
    "https://id.example:8443/r/monitrax, https://id.example:8443",
    "http://127.0.0.1:8080/r/monitrax, http://127.0.0.1:8080"
  })
  void issuer_ofTheFile_saysWhereTheRealmIsServed(URI issuer, URI base) throws IOException {
    assertThat(withIssuer(issuer).ownBase()).contains(base);
    assertThat(monitrax().ownBase()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://id.example/r/monitrax",
        "https://id.example/r/monitrax?a=b",
        "https://id.example/r/monitrax#f",
        "https://u@id.example/r/monitrax",
        "https://id.example/r/monitrax/",
        "https://id.example/a/../r/monitrax",
        "mailto:a@b",
        "/r/monitrax",
        "ftp://id.example/r/monitrax",
        "https://id.example",
        "https://id.example/",
        "https://id.example/r/portal",
        "https://id.example/x/r/monitrax"
      })
  void issuer_thatIsNone_isRefused(URI uri) {
    assertThatThrownBy(() -> withIssuer(uri))
        .isInstanceOf(RealmFileError.class)
        .hasMessageContaining("\"issuer\" must ");
  }

  private Realm withIssuer(URI issuer) throws IOException {
    String text = Files.readString(SHIPPED.resolve("monitrax.yaml"));
    Files.writeString(directory.resolve("monitrax.yaml"), "issuer: " + issuer + "\n" + text);
    return RealmCatalog.load(directory, SECRETS).find(MONITRAX).orElseThrow();
  }
}
