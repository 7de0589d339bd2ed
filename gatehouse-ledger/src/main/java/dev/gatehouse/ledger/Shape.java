package dev.gatehouse.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of names, ids and times in format v1, one check each for writer and reader. Every
 * check throws {@link IllegalArgumentException} with a message fit for {@link MalformedRecord}.
 */
final class Shape {
  private static final Pattern REALM = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*){1,3}");
  private static final Pattern REASON = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final int LONGEST_TYPE = 96;
  private static final int VARIANT_RFC = 2;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final Instant TIME_BEGINS = Instant.EPOCH;
  private static final Instant TIME_ENDS = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Shape() {}

  static String realm(String text) {
    return matching(REALM, text, "realm");
  }

  static String name(String text) {
    return matching(NAME, text, "name");
  }

  /** Checks a name the writer may choose, where it stands as a member's. */
  static void memberName(String text, int offset) throws MalformedRecord {
    if (!NAME.matcher(text).matches()) {
      throw new MalformedRecord(offset, mismatch(NAME, text, "name"));
    }
  }

  static String reason(String text) {
    return matching(REASON, text, "reason");
  }

  static String type(String text) {
    if (text.length() > LONGEST_TYPE) {
      throw new IllegalArgumentException(
          "type " + Text.quoted(text) + " is longer than " + LONGEST_TYPE + " characters");
    }
    return matching(TYPE, text, "type");
  }

  private static String matching(Pattern pattern, String text, String what) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(mismatch(pattern, text, what));
    }
    return text;
  }

  private static String mismatch(Pattern pattern, String text, String what) {
    return what + " " + Text.quoted(text) + " does not match " + pattern.pattern();
  }

  // RFC 9562 §4: the text form, of which the format takes the lower-case one only.
  static UUID uuid(String text) {
    if (!UUID_TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          Text.quoted(text) + " is not a UUID in lower-case text form");
    }
    return UUID.fromString(text);
  }

  // RFC 9562 §5.7: UUID version 7, ordered by time.
  static UUID recordId(UUID id) {
    if (id.version() != 7 || id.variant() != VARIANT_RFC) {
      throw new IllegalArgumentException("record id " + id + " is not a UUID of version 7");
    }
    return id;
  }

  static Instant time(Instant time) {
    if (time.isBefore(TIME_BEGINS) || time.isAfter(TIME_ENDS)) {
      throw new IllegalArgumentException("time " + time + " is outside the years 1970 to 9999");
    }
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  static String format(Instant time) {
    return TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  static Instant parseTime(String text) {
    try {
      Instant time = time(LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC));
      if (format(time).equals(text)) {
        return time;
      }
    } catch (DateTimeException e) {
      throw noTime(text, e);
    }
    throw noTime(text, null);
  }

  private static IllegalArgumentException noTime(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "time " + Text.quoted(text) + " is not of the form 2026-01-02T03:04:05.678901Z", cause);
  }
}
