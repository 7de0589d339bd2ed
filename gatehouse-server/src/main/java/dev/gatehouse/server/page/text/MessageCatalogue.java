package dev.gatehouse.server.page.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The texts of every language, read and compared once at start. */
public final class MessageCatalogue {
  private final EnumMap<Language, Messages> languages = new EnumMap<>(Language.class);

  private MessageCatalogue() {}

  /**
   * Reads all message files.
   *
   * @throws IllegalStateException if a language lacks a text or a value another one has
   */
  public static MessageCatalogue load() {
    MessageCatalogue catalogue = new MessageCatalogue();
    for (Language language : Language.values()) {
      catalogue.languages.put(language, new Messages(language, read(language)));
    }
    Messages reference = catalogue.in(Language.ENGLISH);
    catalogue.languages.values().forEach(other -> requireSameShape(reference, other));
    return catalogue;
  }

  /** The texts of one language. */
  public Messages in(Language language) {
    return Objects.requireNonNull(languages.get(language));
  }

  static void requireSameShape(Messages reference, Messages other) {
    Map<String, Set<String>> expected = reference.shape();
    Map<String, Set<String>> actual = other.shape();
    String differing =
        Stream.concat(expected.keySet().stream(), actual.keySet().stream())
            .distinct()
            .filter(key -> !Objects.equals(expected.get(key), actual.get(key)))
            .collect(Collectors.joining(", "));
    if (!differing.isEmpty()) {
      throw new IllegalStateException(
          "texts differ between "
              + reference.language().tag()
              + " and "
              + other.language().tag()
              + ": "
              + differing);
    }
  }

  private static Map<String, String> read(Language language) {
    String file = "/messages/messages_" + language.tag() + ".properties";
    Properties properties = new Properties();
    try (InputStream in = MessageCatalogue.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no message file " + file);
      }
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> texts = new TreeMap<>();
    properties
        .stringPropertyNames()
        .forEach(key -> texts.put(key, properties.getProperty(key, "")));
    return texts;
  }
}
