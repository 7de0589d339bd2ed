package dev.gatehouse.launcher;

import dev.gatehouse.server.app.Configuration;
import dev.gatehouse.server.app.EnvironmentAliases;
import dev.gatehouse.server.storage.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a command finds around it.
 *
 * @param root the folder of {@code ./gatehouse}
 * @param built the folder of jars and class paths
 * @param environment the variables of the process, and what a file of settings adds to them
 * @param demo whether the settings are the demo's
 */
record Surroundings(Path root, Path built, Map<String, String> environment, boolean demo) {
  private static final String CONFIG = "GATEHOUSE_CONFIG";
  private static final String DATABASE_URL = "GATEHOUSE_DATABASE_URL";
  private static final String DEMO_DATABASE_URL = "GATEHOUSE_DEMO_DATABASE_URL";
  private static final List<String> PATHS =
      List.of(
          "GATEHOUSE_VAR",
          "GATEHOUSE_SECRETS_DIR",
          "GATEHOUSE_REALMS_DIR",
          "GATEHOUSE_MASTER_KEY_FILE",
          "GATEHOUSE_OUTBOUND_CA_FILE");
  private static final Set<String> KEPT_BY_DEMO =
      Set.of(
          "GATEHOUSE_VAR",
          "GATEHOUSE_JAVA_OPTIONS",
          "GATEHOUSE_DATABASE_SUPERUSER",
          "GATEHOUSE_DATABASE_SUPERUSER_PASSWORD");

  Surroundings {
    environment = Map.copyOf(environment);
  }

  /**
   * As the server will see it: with the settings of the file, and paths that count from our folder.
   */
  static Surroundings of(Path root, Path built, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(withOurNames(environment));
    rooted(all, CONFIG, root);
    try {
      all = Configuration.environment(all);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.WRONG_USE, "the file that GATEHOUSE_CONFIG names can't be read: " + e, e);
    }
    for (String path : PATHS) {
      rooted(all, path, root);
    }
    return new Surroundings(root, built, all, false);
  }

  private static Map<String, String> withOurNames(Map<String, String> environment) {
    try {
      return EnvironmentAliases.resolve(environment);
    } catch (IllegalArgumentException unreadable) {
      throw new CommandFailure(
          ExitCode.WRONG_USE, Objects.requireNonNullElse(unreadable.getMessage(), ""), unreadable);
    }
  }

  private static void rooted(Map<String, String> environment, String name, Path root) {
    environment.computeIfPresent(
        name, (_, path) -> path.isBlank() ? path : root.resolve(path).toString());
  }

  /** A variable that is set and not blank. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * The same for the demo: no setting of the person's own but {@code GATEHOUSE_DEMO_DATABASE_URL},
   * for machines without the embedded database.
   */
  Surroundings ofDemo() {
    Map<String, String> kept = new HashMap<>(environment);
    kept.keySet().removeIf(name -> name.startsWith("GATEHOUSE_") && !KEPT_BY_DEMO.contains(name));
    variable(DEMO_DATABASE_URL).ifPresent(url -> kept.put(DATABASE_URL, url));
    return new Surroundings(root, built, kept, true);
  }

  /** Where {@code up} and {@code init} keep their data. */
  Home home() {
    Home own = Home.in(path("GATEHOUSE_VAR", "var"), path("GATEHOUSE_REALMS_DIR", "realms"));
    return new Home(
        own.var(),
        variable("GATEHOUSE_SECRETS_DIR").map(root::resolve).orElse(own.secrets()),
        own.realms());
  }

  private Path path(String name, String otherwise) {
    return root.resolve(variable(name).orElse(otherwise));
  }

  /**
   * Where the demo keeps its data, begun anew by each run. On a database that is not ours it has a
   * folder of its own, which keeps the passwords of the roles there.
   */
  Home demoHome() {
    String folder = isDemoElsewhere() ? "demo-elsewhere" : "demo";
    return Home.in(path("GATEHOUSE_VAR", "var").resolve(folder), root.resolve("realms"));
  }

  private boolean isDemoElsewhere() {
    return variable(demo ? DATABASE_URL : DEMO_DATABASE_URL).isPresent();
  }

  /** The database that somebody else runs, if one is named. */
  Optional<DatabaseUrl> databaseUrl() {
    return variable(DATABASE_URL)
        .map(text -> {
          try {
            return DatabaseUrl.parse(text);
          } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(
                ExitCode.WRONG_USE,
                (demo ? DEMO_DATABASE_URL : DATABASE_URL) + " " + wrong.getMessage());
          }
        });
  }
}
