package dev.gatehouse.ledger;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of the key that seals personal fields: {@code p:<uuid>} for a person's own key, {@code
 * t:<tenant uuid>:<yyyy-mm-dd>} for the tenant's key of a day (UTC), used where no person is known.
 * Destroying the key erases every box sealed under it.
 */
public record KeyName(String value) {
  private static final Pattern SHAPE =
      Pattern.compile("p:([0-9a-f-]{36})|t:([0-9a-f-]{36}):([0-9]{4}-[0-9]{2}-[0-9]{2})");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when the name has neither form
   */
  public KeyName {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException(
          "key name " + Text.quoted(value) + " is neither p:<uuid> nor t:<uuid>:<yyyy-mm-dd>");
    }
  }

  /** The person's own key. */
  public static KeyName ofPerson(UUID principal) {
    return new KeyName("p:" + principal);
  }

  /** The tenant's key of that day, in UTC. */
  public static KeyName ofTenantDay(UUID tenant, LocalDate day) {
    return new KeyName("t:" + tenant + ":" + DateTimeFormatter.ISO_LOCAL_DATE.format(day));
  }

  private static boolean isWellFormed(String value) {
    Matcher match = SHAPE.matcher(value);
    if (!match.matches()) {
      return false;
    }
    try {
      if (match.group(1) != null) {
        Shape.uuid(match.group(1));
        return true;
      }
      Shape.uuid(match.group(2));
      return LocalDate.parse(match.group(3)).toString().equals(match.group(3));
    } catch (IllegalArgumentException | DateTimeException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
