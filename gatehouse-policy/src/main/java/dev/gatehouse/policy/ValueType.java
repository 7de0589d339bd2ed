package dev.gatehouse.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an attribute that conditions read is, by the name that CEL has for it. */
public enum ValueType {
  TEXT("string", SimpleType.STRING),
  WHOLE("int", SimpleType.INT),
  NUMBER("double", SimpleType.DOUBLE),
  FLAG("bool", SimpleType.BOOL),
  TIME("timestamp", SimpleType.TIMESTAMP),
  SPAN("duration", SimpleType.DURATION),
  TEXTS("list(string)", ListType.create(SimpleType.STRING)),
  WHOLES("list(int)", ListType.create(SimpleType.INT));

  /** CEL's timestamps go from year 1 to 9999. */
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /** CEL's durations go as far as its timestamps. */
  private static final Duration LONGEST = Duration.between(FIRST, LAST);

  private static final BigInteger LEAST_WHOLE = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST_WHOLE = BigInteger.valueOf(Long.MAX_VALUE);

  private final String spelling;
  private final CelType cel;

  ValueType(String spelling, CelType cel) {
    this.spelling = spelling;
    this.cel = cel;
  }

  /** The type as policies spell it, such as {@code list(string)}. */
  public String spelling() {
    return spelling;
  }

  /** The type of this spelling. */
  public static Optional<ValueType> spelled(String text) {
    return Stream.of(values()).filter(type -> type.spelling.equals(text)).findFirst();
  }

  CelType cel() {
    return cel;
  }

  /** What a condition sees of a value: the value as this type, or why it isn't one. */
  Value fit(Object given) {
    return switch (this) {
      case TEXT -> given instanceof String text ? text(text) : unfit(given);
      case WHOLE -> whole(given);
      case NUMBER -> number(given);
      case FLAG -> given instanceof Boolean ? new Value.Known(given) : unfit(given);
      case TIME -> time(given);
      case SPAN -> span(given);
      case TEXTS -> given instanceof Collection<?> items ? items(items, TEXT) : unfit(given);
      case WHOLES -> given instanceof Collection<?> items ? items(items, WHOLE) : unfit(given);
    };
  }

  private static Value text(String text) {
    return text.length() <= Limits.TEXT
        ? new Value.Known(text)
        : new Value.Unfit(
            "has %d characters, at most %d are read".formatted(text.length(), Limits.TEXT));
  }

  private Value whole(Object given) {
    return switch (given) {
      case Long whole -> new Value.Known(whole);
      case Integer whole -> new Value.Known(whole.longValue());
      case Short whole -> new Value.Known(whole.longValue());
      case BigInteger whole
          when whole.compareTo(LEAST_WHOLE) >= 0 && whole.compareTo(MOST_WHOLE) <= 0 ->
          new Value.Known(whole.longValue());
      default -> unfit(given);
    };
  }

  private Value number(Object given) {
    return given instanceof Number number && Double.isFinite(number.doubleValue())
        ? new Value.Known(number.doubleValue())
        : unfit(given);
  }

  private Value time(Object given) {
    try {
      return switch (given) {
        case Instant time when !time.isBefore(FIRST) && !time.isAfter(LAST) ->
            new Value.Known(time);
        case String text when text.length() <= Limits.TEXT -> time(Instant.parse(text));
        default -> unfit(given);
      };
    } catch (DateTimeParseException malformed) {
      return unfit(given);
    }
  }

  private Value span(Object given) {
    try {
      return switch (given) {
        case Duration span when span.abs().compareTo(LONGEST) <= 0 -> new Value.Known(span);
        case String text when text.length() <= Limits.TEXT -> span(Duration.parse(text));
        default -> unfit(given);
      };
    } catch (DateTimeParseException | ArithmeticException malformed) {
      return unfit(given);
    }
  }

  private Value items(Collection<?> items, ValueType each) {
    if (items.size() > Limits.ITEMS) {
      return new Value.Unfit(
          "has %d items, at most %d are read".formatted(items.size(), Limits.ITEMS));
    }
    List<Object> fitting = new ArrayList<>(items.size());
    for (Object item : items) {
      if (!(each.fit(item) instanceof Value.Known known)) {
        return unfit(items);
      }
      fitting.add(known.value());
    }
    return new Value.Known(List.copyOf(fitting));
  }

  private Value unfit(Object given) {
    return new Value.Unfit("is no " + spelling + " but " + kind(given));
  }

  private static String kind(Object given) {
    if (given instanceof String) {
      return "a text";
    }
    if (given instanceof Boolean) {
      return "true or false";
    }
    if (given instanceof Number) {
      return "a number";
    }
    return given instanceof Collection ? "a list" : "something else";
  }
}
