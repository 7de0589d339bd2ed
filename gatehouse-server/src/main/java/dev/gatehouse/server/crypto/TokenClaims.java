package dev.gatehouse.server.crypto;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The claims of a verified token, read by type: a claim of another type than asked for is absent.
 *
 * @param members every claim as JSON gave it; numbers are {@code Integer}, {@code Long}, …
 */
public record TokenClaims(Map<String, Object> members) {
  public TokenClaims {
    members = Map.copyOf(members);
  }

  /** A claim that is text. */
  public Optional<String> text(String name) {
    return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** A claim that is a whole number. */
  public Optional<Long> number(String name) {
    return switch (members.get(name)) {
      case Integer number -> Optional.of(number.longValue());
      case Long number -> Optional.of(number);
      case null, default -> Optional.empty();
    };
  }

  /** A claim that is a time in whole seconds (RFC 7519 §2 NumericDate). */
  public Optional<Instant> time(String name) {
    return number(name).filter(TokenClaims::isTime).map(Instant::ofEpochSecond);
  }

  /** A claim that is a list of texts; empty when absent or with any other member. */
  public List<String> texts(String name) {
    if (!(members.get(name) instanceof List<?> list)
        || !list.stream().allMatch(String.class::isInstance)) {
      return List.of();
    }
    return list.stream().map(String.class::cast).toList();
  }

  /** The same as {@link #text} for a claim that verification has made sure of. */
  public String required(String name) {
    return text(name).orElseThrow(() -> new IllegalStateException("unchecked claim " + name));
  }

  private static boolean isTime(long seconds) {
    return seconds >= 0 && seconds <= 253_402_300_799L;
  }
}
