package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.GoldenFile;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference of settings is generated from the settings. */
class ConfigurationReferenceTest {
  private static final Path SOURCE =
      Path.of(
          System.getProperty("gatehouse.root", ".."),
          "gatehouse-server/src/main/java/dev/gatehouse/server/app/ServerConfig.java");

  @Test
  void configurationReference_isGeneratedFromTheSettings() throws IOException {
    String source = Files.readString(SOURCE);
    StringBuilder page =
        new StringBuilder(
            """
            # Configuration of the server

            Generated from `ServerConfig`; not edited by hand. Each setting is an environment variable, or a key of the
            YAML file that `GATEHOUSE_CONFIG` names (`gatehouse.http.port`). Secrets are files of the folder
            `GATEHOUSE_SECRETS_DIR`, one each; `GATEHOUSE_MASTER_KEY` may hold the master key itself.

            `./gatehouse init`, `up`, `down` and `audit` read the same settings from the same places in the same order
            (environment, then file, then their own defaults below `var/`), and a relative path counts from the folder
            of `./gatehouse`; a server that is started by hand counts from where it is started. `demo` reads none.

            | variable | default | what |
            |---|---|---|
            """);
    rows("GATEHOUSE", ServerConfig.class, source).forEach(page::append);
    page.append(
        """

        ## Of the launcher alone

        None of these reaches the server's process.

        | variable | default | what |
        |---|---|---|
        | `GATEHOUSE_DATABASE_MIGRATOR_PASSWORD` | none | Password of gatehouse_migrator; else the file \
        `var/migrator/database-migrator-password`. |
        | `GATEHOUSE_DATABASE_SUPERUSER` | none | Who makes roles and database, once; else the user in \
        `GATEHOUSE_DATABASE_URL`. |
        | `GATEHOUSE_DATABASE_SUPERUSER_PASSWORD` | none | That user's password. |
        | `GATEHOUSE_DEMO_DATABASE_URL` | none | The demo's database, in either form. Each run empties it; one that \
        holds anything the demo did not make is refused. |
        | `GATEHOUSE_JAVA_HOME` | none | The JDK to use, and no other. |
        | `GATEHOUSE_JAVA_OPTIONS` | none | More options for the server's JVM. |
        | `GATEHOUSE_VAR` | `var` | Folder for everything that is written. |
        """);
    appendOlderNames(page);
    GoldenFile.check("docs/configuration.md", page.toString());
  }

  private static void appendOlderNames(StringBuilder page) {
    page.append(
        """

        ## Older names

        Variables of the applications of the shipped realms, read where ours is not set.

        | variable | ours | what |
        |---|---|---|
        | `DATABASE_URL` | `GATEHOUSE_DATABASE_URL` | PostgreSQL with user and password: `gatehouse_app`'s for the server, any other's to set up the database. |
        """);
    EnvironmentAliases.all()
        .forEach(alias ->
            page.append(
                "| `%s` | `%s` | %s |%n".formatted(alias.name(), alias.ours(), alias.meaning())));
  }

  private static Stream<String> rows(String prefix, Class<?> section, String source) {
    return Arrays.stream(section.getDeclaredMethods())
        .sorted(Comparator.comparing(Method::getName))
        .flatMap(method -> {
          String name =
              prefix + "_" + method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
          return method.getReturnType().getEnclosingClass() == ServerConfig.class
              ? rows(name, method.getReturnType(), source)
              : Stream.of(row(name, method, section, source));
        });
  }

  private static String row(String name, Method method, Class<?> section, String source) {
    WithDefault given = method.getAnnotation(WithDefault.class);
    String fallback =
        given != null
            ? "`" + given.value() + "`"
            : isOptional(method.getGenericReturnType()) ? "none" : "required";
    String suffix = Map.class.equals(method.getReturnType()) ? "_<NAME>" : "";
    return "| `%s%s` | %s | %s |%n"
        .formatted(name, suffix, fallback, documentation(method, section, source));
  }

  private static boolean isOptional(Type type) {
    return type instanceof ParameterizedType generic
        && List.<Type>of(Optional.class, Map.class).contains(generic.getRawType());
  }

  /** The sentence above the method, in the part of the file that declares its section. */
  private static String documentation(Method method, Class<?> section, String source) {
    String part = source.substring(source.indexOf("interface " + section.getSimpleName() + " {"));
    Matcher matcher =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/(?:(?!/\\*\\*|;).)*\\b" + method.getName() + "\\(\\)",
                Pattern.DOTALL)
            .matcher(part);
    assertThat(matcher.find()).as("documentation of " + method).isTrue();
    return matcher
        .group(1)
        .replaceAll("\\s*\\n\\s*\\*?\\s*", " ")
        .strip()
        .replaceAll("\\{@code ([^}]*)}", "`$1`");
  }

  @Test
  void missingSetting_isNamed() {
    Map<String, String> properties = new HashMap<>();
    properties.put("gatehouse.base-url", "http://localhost:1");
    assertThatThrownBy(() -> Configuration.of(properties))
        .hasMessageContaining("gatehouse.database.url");
  }

  @Test
  void environment_isRead() throws IOException {
    ServerConfig config =
        Configuration.load(
            Map.of(
                "GATEHOUSE_BASE_URL", "https://login.example.com",
                "GATEHOUSE_DATABASE_URL", "jdbc:postgresql://db/gatehouse",
                "GATEHOUSE_REALMS_DIR", "/realms",
                "GATEHOUSE_HTTP_PORT", "9090",
                "GATEHOUSE_REALM_BASE_URL_OPERATORS", "https://ops.example.com",
                "GATEHOUSE_SECRETS_DIR", "/run/secrets"));
    assertThat(config.http().port()).isEqualTo(9090);
    assertThat(config.secretsDir()).contains(Path.of("/run/secrets"));
    assertThat(config.realmBaseUrl()).containsOnlyKeys("operators");
  }
}
