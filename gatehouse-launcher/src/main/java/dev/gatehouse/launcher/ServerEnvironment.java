package dev.gatehouse.launcher;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The variables of the server's process: the settings given to us, ours where none is given, and
 * nothing of the superuser or the migrator.
 */
final class ServerEnvironment {
  private static final Set<String> KEPT = Set.of("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "HOME");
  private static final Set<String> NEVER =
      Set.of(
          // as given it may hold the superuser's password; the server gets the address alone
          "GATEHOUSE_DATABASE_URL",
          "GATEHOUSE_DEMO_DATABASE_URL",
          "GATEHOUSE_DATABASE_SUPERUSER",
          "GATEHOUSE_DATABASE_SUPERUSER_PASSWORD",
          "GATEHOUSE_JAVA_HOME",
          "GATEHOUSE_JAVA_OPTIONS",
          "GATEHOUSE_VAR");

  private ServerEnvironment() {}

  /**
   * @param defaults what holds unless the person set it
   */
  static Map<String, String> of(Map<String, String> own, Map<String, String> defaults) {
    Map<String, String> result = new TreeMap<>(defaults);
    own.forEach((name, value) -> {
      if (isForServer(name) && !value.isBlank()) {
        result.put(name, value);
      }
    });
    return result;
  }

  private static boolean isForServer(String name) {
    return KEPT.contains(name)
        || (name.startsWith("GATEHOUSE_")
            && !NEVER.contains(name)
            && !name.contains("MIGRATOR")
            && !name.contains("SUPERUSER"));
  }
}
