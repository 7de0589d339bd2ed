package dev.gatehouse.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a command finds around it.
 *
 * @param root the folder of {@code ./gatehouse}
 * @param built the folder of jars and class paths
 * @param environment the variables of the process
 */
record Surroundings(Path root, Path built, Map<String, String> environment) {
  private static final Set<String> KEPT_BY_DEMO =
      Set.of(
          "GATEHOUSE_VAR",
          "GATEHOUSE_JAVA_OPTIONS",
          "GATEHOUSE_DATABASE_SUPERUSER",
          "GATEHOUSE_DATABASE_SUPERUSER_PASSWORD");

  Surroundings {
    environment = Map.copyOf(environment);
  }

  /** A variable that is set and not blank. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * The same for the demo: no setting of the person's own but {@code GATEHOUSE_DEMO_DATABASE_URL},
   * for machines without the embedded database. It is emptied, so nothing else may live there.
   */
  Surroundings ofDemo() {
    Map<String, String> kept = new HashMap<>(environment);
    kept.keySet().removeIf(name -> name.startsWith("GATEHOUSE_") && !KEPT_BY_DEMO.contains(name));
    variable("GATEHOUSE_DEMO_DATABASE_URL")
        .ifPresent(url -> kept.put("GATEHOUSE_DATABASE_URL", url));
    return new Surroundings(root, built, kept);
  }

  /** Where {@code up} and {@code init} keep their data. */
  Home home() {
    return new Home(
        variable("GATEHOUSE_VAR").map(Path::of).map(root::resolve).orElse(root.resolve("var")),
        variable("GATEHOUSE_REALMS_DIR")
            .map(Path::of)
            .map(root::resolve)
            .orElse(root.resolve("realms")));
  }

  /** Where the demo keeps its data; begun anew by each run. */
  Home demoHome() {
    return new Home(home().var().resolve("demo"), root.resolve("realms"));
  }
}
