package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets from variables {@code GATEHOUSE_SECRET_<NAME>}, with the name in upper case and
 * underscores, or else from a directory, a file each, as Docker and Kubernetes mount them.
 */
public record ConfiguredSecrets(Optional<Path> directory, Map<String, String> environment)
    implements SecretSource {
  private static final String PREFIX = "GATEHOUSE_SECRET_";

  public ConfiguredSecrets {
    environment = Map.copyOf(environment);
  }

  @Override
  public Optional<Secret> find(String name) {
    return fromEnvironment(name).or(() -> fromDirectory(name)).map(Secret::of);
  }

  @Override
  public String whereToPut(String name) {
    return directory.map(path -> "the file " + path.resolve(name) + " or ").orElse("")
        + "the variable "
        + variable(name);
  }

  private Optional<String> fromDirectory(String name) {
    Optional<Path> file = directory.map(path -> path.resolve(name)).filter(Files::isRegularFile);
    try {
      return file.isEmpty()
          ? Optional.empty()
          : Optional.of(Files.readString(file.get()).stripTrailing());
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the secret " + name + " can't be read", unreadable);
    }
  }

  private Optional<String> fromEnvironment(String name) {
    return Optional.ofNullable(environment.get(variable(name))).filter(text -> !text.isBlank());
  }

  private static String variable(String name) {
    return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }

  @Override
  public String toString() {
    return "ConfiguredSecrets[" + directory + "]";
  }
}
