package dev.gatehouse.server.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement with named parameters ({@code :name}), read once when its store is loaded: for what
 * runs with every request. JDBI, which the other statements run through, copies its configuration
 * for each.
 */
public final class Sql {
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):([A-Za-z][A-Za-z0-9]*)");

  private final String text;
  private final List<String> names;
  private final String naming;
  private final String namingToRead;
  private final String committing;
  private final String namingAndCommitting;
  private final String readingOnce;
  private final Optional<Together> together;

  private Sql(String text, List<String> names, Optional<Together> together) {
    this.text = text;
    this.names = names;
    this.naming = Naming.TO_ACT + ";\n" + text;
    this.namingToRead = Naming.TO_READ + ";\n" + text;
    this.committing = text + ";\nCOMMIT";
    this.namingAndCommitting = naming + ";\nCOMMIT";
    this.readingOnce = namingToRead + ";\nCOMMIT";
    this.together = together;
  }

  /**
   * One statement in place of several runs of another.
   *
   * @param varying the parameters that are arrays here, of what each run had; the others are the
   *     same in all runs
   */
  record Together(Sql statement, Set<String> varying) {}

  /**
   * Reads it.
   *
   * @param text one statement without a semicolon; {@code ?} and a colon before a letter stand for
   *     parameters only
   */
  public static Sql of(String text) {
    return of(text, Optional.empty());
  }

  /**
   * The same for what several acts of one transaction append.
   *
   * @param text for one row
   * @param rows for any number of rows, in which the parameters that vary are arrays
   * @param varying the names of those
   */
  public static Sql of(String text, String rows, Set<String> varying) {
    return of(text, Optional.of(new Together(of(rows), Set.copyOf(varying))));
  }

  private static Sql of(String text, Optional<Together> together) {
    if (text.indexOf('?') >= 0 || text.indexOf(';') >= 0) {
      throw new IllegalArgumentException("one statement with named parameters is needed: " + text);
    }
    List<String> names = new ArrayList<>();
    Matcher parameters = PARAMETER.matcher(text.strip());
    String numbered =
        parameters.replaceAll(found -> {
          names.add(found.group(1));
          return "?";
        });
    return new Sql(numbered, List.copyOf(names), together);
  }

  String text() {
    return text;
  }

  /** The names of the parameters, one for each place where one stands. */
  List<String> names() {
    return names;
  }

  /** What runs in place of several runs of this one. */
  Optional<Together> together() {
    return together;
  }

  /** The same after realm and tenant are named, in one round trip. */
  String naming(Extent extent) {
    return switch (extent) {
      case ACTS -> naming;
      case READS -> namingToRead;
      case READS_ONCE -> readingOnce;
    };
  }

  /** The same before a commit, in one round trip. */
  String committing() {
    return committing;
  }

  /** The same between both, in one round trip: all there is of a transaction. */
  String namingAndCommitting() {
    return namingAndCommitting;
  }

  /** What a transaction is for. */
  enum Extent {
    ACTS,
    /** The database refuses every change. */
    READS,
    /** The same, and its first statement is all of it: begin, names, statement and end. */
    READS_ONCE
  }

  /** What every transaction begins with; its parameters are realm and tenant. */
  static final class Naming {
    static final String TO_ACT =
        "SELECT set_config('gatehouse.realm', ?, true), set_config('gatehouse.tenant', ?, true)";
    static final String TO_READ = TO_ACT + ", set_config('transaction_read_only', 'on', true)";

    private Naming() {}

    static String text(Extent extent) {
      return extent == Extent.ACTS ? TO_ACT : TO_READ;
    }
  }
}
