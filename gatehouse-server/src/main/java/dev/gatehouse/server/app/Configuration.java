package dev.gatehouse.server.app;

import dev.gatehouse.server.kernel.Secret;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@link ServerConfig}: the environment before the YAML file named by {@code
 * GATEHOUSE_CONFIG}. Passwords not given there are files of the secrets folder.
 */
public final class Configuration {
  private static final int ENVIRONMENT_ORDINAL = 300;
  private static final int FILE_ORDINAL = 200;

  private Configuration() {}

  /**
   * Reads it.
   *
   * @param environment the process's environment
   * @throws RuntimeException naming the key that is missing or can't be read
   */
  public static ServerConfig load(Map<String, String> environment) throws IOException {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withMapping(ServerConfig.class)
            .withSources(new EnvConfigSource(environment, ENVIRONMENT_ORDINAL));
    String file = environment.get("GATEHOUSE_CONFIG");
    if (file != null && !file.isBlank()) {
      builder.withSources(new YamlConfigSource(Path.of(file).toUri().toURL(), FILE_ORDINAL));
    }
    return mapped(builder);
  }

  /**
   * The environment with what the YAML file adds to it, for whoever must know a setting without
   * being the server: the same names, the same order.
   */
  public static Map<String, String> environment(Map<String, String> environment)
      throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    String file = environment.get("GATEHOUSE_CONFIG");
    if (file != null && !file.isBlank()) {
      new YamlConfigSource(Path.of(file).toUri().toURL(), FILE_ORDINAL)
          .getProperties()
          .forEach((name, value) ->
              all.merge(
                  name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT),
                  value,
                  (given, other) -> given.isBlank() ? other : given));
    }
    return all;
  }

  /** From properties such as {@code gatehouse.http.port}, for tests. */
  public static ServerConfig of(Map<String, String> properties) {
    return mapped(
        new SmallRyeConfigBuilder()
            .withMapping(ServerConfig.class)
            .withSources(new PropertiesConfigSource(properties, "given", FILE_ORDINAL)));
  }

  private static ServerConfig mapped(SmallRyeConfigBuilder builder) {
    SmallRyeConfig config = builder.build();
    return config.getConfigMapping(ServerConfig.class);
  }

  /**
   * A password: as configured, else the file of that name in the secrets folder.
   *
   * @throws IllegalArgumentException when there is neither
   */
  static Secret password(Optional<String> configured, Optional<Path> secretsDir, String file)
      throws IOException {
    return find(configured, secretsDir, file)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no "
                    + file
                    + ": put it into a file of that name in the secrets folder (secrets-dir)"));
  }

  /** The same where having none is allowed. */
  static Optional<Secret> find(Optional<String> configured, Optional<Path> secretsDir, String file)
      throws IOException {
    if (configured.isPresent()) {
      return configured.map(Secret::of);
    }
    Optional<Path> path = secretsDir.map(dir -> dir.resolve(file)).filter(Files::isRegularFile);
    return path.isPresent()
        ? Optional.of(Secret.of(Files.readString(path.get()).strip()))
        : Optional.empty();
  }
}
