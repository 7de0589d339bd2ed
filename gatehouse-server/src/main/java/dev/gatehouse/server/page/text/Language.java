package dev.gatehouse.server.page.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A language the pages and mails are written in. */
public enum Language {
  ENGLISH(Locale.ENGLISH),
  GERMAN(Locale.GERMAN);

  private static final int LONGEST_HEADER = 500;

  private final Locale locale;

  Language(Locale locale) {
    this.locale = locale;
  }

  /**
   * Picks the language for one request; English when nothing matches. Malformed values count as
   * absent.
   *
   * @param uiLocales the {@code ui_locales} parameter, tags separated by spaces (OpenID Connect
   *     Core §3.1.2.1)
   * @param acceptLanguage the {@code Accept-Language} header (RFC 9110 §12.5.4)
   */
  public static Language negotiate(@Nullable String uiLocales, @Nullable String acceptLanguage) {
    return preferred(uiLocales).or(() -> accepted(acceptLanguage)).orElse(ENGLISH);
  }

  /** The language of a BCP 47 tag, region and script ignored. */
  public static Optional<Language> ofTag(String tag) {
    String wanted = Locale.forLanguageTag(tag).getLanguage();
    return Stream.of(values()).filter(known -> known.tag().equals(wanted)).findFirst();
  }

  private static Optional<Language> preferred(@Nullable String uiLocales) {
    if (uiLocales == null || uiLocales.length() > LONGEST_HEADER) {
      return Optional.empty();
    }
    return Stream.of(uiLocales.split(" ")).flatMap(tag -> ofTag(tag).stream()).findFirst();
  }

  private static Optional<Language> accepted(@Nullable String header) {
    if (header == null || header.isBlank() || header.length() > LONGEST_HEADER) {
      return Optional.empty();
    }
    try {
      List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(header);
      return ranges.stream()
          .filter(range -> range.getWeight() > 0)
          .flatMap(range -> ofTag(range.getRange()).stream())
          .findFirst();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** The BCP 47 tag, as in {@code <html lang>}. */
  public String tag() {
    return locale.getLanguage();
  }

  Locale locale() {
    return locale;
  }
}
