package dev.gatehouse.ledger;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What else a record says of its act: up to {@value #MOST} entries of text, integer or boolean. It
 * holds nothing personal and nothing secret; it can't be erased.
 *
 * <p>Names match {@code [a-z][a-z0-9_]{0,63}}. Texts are kept well-formed and cut at {@value
 * #LONGEST_TEXT} UTF-16 code units with a visible mark. Where all of it would still need more than
 * {@value #LARGEST_SIZE} canonical bytes, every text is cut at half that length, a quarter, and so
 * on until it fits: no input, however hostile, makes a record impossible to write.
 */
public record Metadata(SortedMap<String, Value> entries) {
  /** The most entries. */
  public static final int MOST = 32;

  /** The longest text, in UTF-16 code units, its mark included. */
  public static final int LONGEST_TEXT = 1024;

  /** The largest size of the whole object, in canonical bytes. */
  public static final int LARGEST_SIZE = 32 * 1024;

  /** No entries. */
  public static final Metadata NONE = new Metadata(new TreeMap<>());

  private static final int LONGEST_ESCAPE = 6;

  /**
   * Copies the entries and cuts what is too long.
   *
   * @throws IllegalArgumentException for a name that does not match or too many entries
   */
  public Metadata {
    if (entries.size() > MOST) {
      throw new IllegalArgumentException("metadata has more than " + MOST + " entries");
    }
    entries.keySet().forEach(Shape::name);
    SortedMap<String, Value> given = entries;
    int limit =
        Text.fittingLimit(LONGEST_TEXT, LARGEST_SIZE, tried -> sizeAtMost(cut(given, tried)));
    entries = Collections.unmodifiableSortedMap(cut(given, limit));
  }

  /** One value. */
  public sealed interface Value {
    /** Text, kept well-formed and cut by the metadata it stands in. */
    record OfText(String text) implements Value {}

    /** An integer within ±(2^53−1). */
    record OfInteger(long number) implements Value {
      /**
       * Checks the range.
       *
       * @throws IllegalArgumentException outside ±(2^53−1)
       */
      public OfInteger {
        if (Math.abs(number) > CanonicalInput.LARGEST || number == Long.MIN_VALUE) {
          throw new IllegalArgumentException(number + " is outside ±(2^53−1)");
        }
      }
    }

    /** True or false. */
    record OfBoolean(boolean flag) implements Value {}

    /** Text. */
    static Value of(String text) {
      return new OfText(text);
    }

    /** An integer; outside ±(2^53−1) the text of its decimal digits, so that nothing is lost. */
    static Value of(long number) {
      return Math.abs(number) > CanonicalInput.LARGEST || number == Long.MIN_VALUE
          ? new OfText(Long.toString(number))
          : new OfInteger(number);
    }

    /** True or false. */
    static Value of(boolean flag) {
      return new OfBoolean(flag);
    }
  }

  private static SortedMap<String, Value> cut(SortedMap<String, Value> entries, int limit) {
    SortedMap<String, Value> cut = new TreeMap<>();
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      cut.put(
          entry.getKey(),
          entry.getValue() instanceof Value.OfText(String text)
              ? new Value.OfText(Text.kept(text, limit))
              : entry.getValue());
    }
    return cut;
  }

  private static int sizeAtMost(SortedMap<String, Value> entries) {
    int rough = 2;
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      int value = entry.getValue() instanceof Value.OfText(String text) ? text.length() : 5;
      rough += entry.getKey().length() + 6 + LONGEST_ESCAPE * value;
    }
    return rough <= LARGEST_SIZE ? rough : size(entries);
  }

  private static int size(SortedMap<String, Value> entries) {
    CanonicalOutput out = new CanonicalOutput();
    write(entries, out);
    return out.bytes().length;
  }

  void write(CanonicalOutput out) {
    write(entries, out);
  }

  private static void write(SortedMap<String, Value> entries, CanonicalOutput out) {
    out.open();
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      switch (entry.getValue()) {
        case Value.OfText(String text) -> out.member(entry.getKey(), text);
        case Value.OfInteger(long number) -> out.member(entry.getKey(), number);
        case Value.OfBoolean(boolean flag) -> out.member(entry.getKey(), flag);
      }
    }
    out.close();
  }

  static Metadata read(CanonicalInput in) throws MalformedRecord {
    int start = in.offset();
    SortedMap<String, Value> entries = new TreeMap<>();
    int end =
        in.object((name, offset) -> {
          Shape.memberName(name, offset);
          if (entries.size() == MOST) {
            throw new MalformedRecord(offset, "metadata has more than " + MOST + " entries");
          }
          entries.put(name, value(in));
        });
    if (end - start > LARGEST_SIZE) {
      throw new MalformedRecord(start, "metadata is larger than " + LARGEST_SIZE + " bytes");
    }
    return new Metadata(entries);
  }

  private static Value value(CanonicalInput in) throws MalformedRecord {
    if (in.atString()) {
      return new Value.OfText(in.string(LONGEST_TEXT));
    }
    if (in.atBoolean()) {
      return new Value.OfBoolean(in.bool());
    }
    if (in.atInteger()) {
      return new Value.OfInteger(in.integer());
    }
    throw new MalformedRecord(in.offset(), "expected a string, an integer or a boolean");
  }
}
