package dev.gatehouse.server.page.form;

import dev.gatehouse.server.page.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a form came back, in the order of its fields: summed up on top and repeated at each field.
 *
 * @param entries one for each problem
 */
public record FormErrors(List<Entry> entries) {
  private static final FormErrors NONE = new FormErrors(List.of());

  /** Keeps its own copy of the entries. */
  public FormErrors {
    entries = List.copyOf(entries);
  }

  /**
   * One problem.
   *
   * @param field name of the field, or null if it concerns the form as a whole
   * @param problem what is wrong
   * @param values values of its text
   */
  public record Entry(@Nullable String field, FormProblem problem, Map<String, Object> values) {
    /** Keeps its own copy of the values. */
    public Entry {
      values = Map.copyOf(values);
    }

    /** The text of this problem. */
    public String text(Messages messages) {
      return messages.text(problem.key(), values);
    }
  }

  /** Nothing is wrong. */
  public static FormErrors none() {
    return NONE;
  }

  /** The form as a whole was refused. */
  public static FormErrors of(FormProblem problem) {
    return new FormErrors(List.of(new Entry(null, problem, Map.of())));
  }

  /** One field was refused. */
  public static FormErrors of(String field, FormProblem problem) {
    return NONE.with(field, problem);
  }

  /** The same with one problem more. */
  public FormErrors with(String field, FormProblem problem) {
    return with(field, problem, Map.of());
  }

  /** The same with one problem more, whose text needs values. */
  public FormErrors with(String field, FormProblem problem, Map<String, Object> values) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(new Entry(field, problem, values));
    return new FormErrors(more);
  }

  /** Whether the form may pass. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whether this field was refused. */
  public boolean has(String field) {
    return at(field).isPresent();
  }

  /** The first problem of a field. */
  public Optional<Entry> at(String field) {
    return entries.stream().filter(entry -> field.equals(entry.field())).findFirst();
  }
}
