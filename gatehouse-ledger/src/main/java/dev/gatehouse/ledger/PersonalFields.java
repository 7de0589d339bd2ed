package dev.gatehouse.ledger;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a record holds of a person, in the clear: it exists outside {@link PersonalBox} only while a
 * record is made or opened. Printing it shows the names alone.
 *
 * <p>Up to {@value #MOST} fields; names match {@code [a-z][a-z0-9_]{0,63}}; values are kept
 * well-formed and cut like the texts of {@link Metadata}, so that all of it needs at most {@value
 * #LARGEST_SIZE} canonical bytes.
 */
public record PersonalFields(SortedMap<String, String> values) {
  /** The address a request came from. */
  public static final String IP = "ip";

  /** The browser or program, as it named itself. */
  public static final String USER_AGENT = "user_agent";

  /** An e-mail address. */
  public static final String EMAIL = "email";

  /** A person's name. */
  public static final String NAME = "name";

  /** The most fields. */
  public static final int MOST = 16;

  /** The longest value, in UTF-16 code units, its mark included. */
  public static final int LONGEST_VALUE = 1024;

  /** The largest size of all fields together, in canonical bytes. */
  public static final int LARGEST_SIZE = 8 * 1024;

  /**
   * Copies the fields and cuts what is too long.
   *
   * @throws IllegalArgumentException for a name that does not match or too many fields
   */
  public PersonalFields {
    if (values.size() > MOST) {
      throw new IllegalArgumentException("there are more than " + MOST + " personal fields");
    }
    values.keySet().forEach(Shape::name);
    SortedMap<String, String> given = values;
    int limit =
        Text.fittingLimit(LONGEST_VALUE, LARGEST_SIZE, tried -> bytes(cut(given, tried)).length);
    values = Collections.unmodifiableSortedMap(cut(given, limit));
  }

  /** The fields of the map. */
  public static PersonalFields of(Map<String, String> values) {
    return new PersonalFields(new TreeMap<>(values));
  }

  /** One field's value. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private static SortedMap<String, String> cut(SortedMap<String, String> values, int limit) {
    SortedMap<String, String> cut = new TreeMap<>();
    values.forEach((name, value) -> cut.put(name, Text.kept(value, limit)));
    return cut;
  }

  private static byte[] bytes(SortedMap<String, String> values) {
    CanonicalOutput out = new CanonicalOutput().open();
    values.forEach(out::member);
    return out.close().bytes();
  }

  byte[] bytes() {
    return bytes(values);
  }

  static PersonalFields read(byte[] bytes) throws MalformedRecord {
    if (bytes.length > LARGEST_SIZE) {
      throw new MalformedRecord(
          LARGEST_SIZE, "the personal fields are larger than " + LARGEST_SIZE + " bytes");
    }
    CanonicalInput in = new CanonicalInput(bytes);
    SortedMap<String, String> values = new TreeMap<>();
    in.object((name, offset) -> {
      Shape.memberName(name, offset);
      if (values.size() == MOST) {
        throw new MalformedRecord(offset, "there are more than " + MOST + " personal fields");
      }
      values.put(name, in.string(LONGEST_VALUE));
    });
    in.end();
    return new PersonalFields(values);
  }

  @Override
  public String toString() {
    return "PersonalFields" + values.keySet();
  }
}
