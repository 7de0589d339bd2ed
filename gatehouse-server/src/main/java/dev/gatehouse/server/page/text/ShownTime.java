package dev.gatehouse.server.page.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * A moment as people say it, with the exact time behind it.
 *
 * @param machine ISO 8601 in UTC, for {@code <time datetime>}
 * @param relative as in "two hours ago"
 * @param exact date and time in UTC
 */
public record ShownTime(String machine, String relative, String exact) {
  private static final int DAYS_COUNTED = 30;

  /** The moment as seen at {@code now}. */
  public static ShownTime of(Instant moment, Instant now, Messages messages) {
    return new ShownTime(
        DateTimeFormatter.ISO_INSTANT.format(moment.truncatedTo(ChronoUnit.SECONDS)),
        relative(moment, now, messages),
        exact(moment, messages));
  }

  /** Date and time in UTC, in words of the language. */
  public static String exact(Instant moment, Messages messages) {
    return format(moment, messages, "time.exact-pattern");
  }

  private static String relative(Instant moment, Instant now, Messages messages) {
    Duration since = Duration.between(moment, now);
    if (since.toMinutes() < 1) {
      return messages.text("time.now");
    }
    if (since.toHours() < 1) {
      return messages.count("time.minutes", since.toMinutes());
    }
    if (since.toDays() < 1) {
      return messages.count("time.hours", since.toHours());
    }
    if (since.toDays() <= DAYS_COUNTED) {
      return messages.count("time.days", since.toDays());
    }
    return format(moment, messages, "time.date-pattern");
  }

  private static String format(Instant moment, Messages messages, String patternKey) {
    return DateTimeFormatter.ofPattern(messages.text(patternKey), messages.language().locale())
        .format(moment.atOffset(ZoneOffset.UTC));
  }
}
