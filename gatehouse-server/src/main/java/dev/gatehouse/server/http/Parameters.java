package dev.gatehouse.server.http;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a query or a form, decoded once, each name once but {@code resource}. */
public final class Parameters {
  /** No parameters at all. */
  public static final Parameters NONE = new Parameters(Map.of());

  private final Map<String, List<String>> values;

  Parameters(Map<String, List<String>> values) {
    this.values = Map.copyOf(values);
  }

  /** Each of the names once. */
  public static Parameters of(Map<String, String> once) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    once.forEach((name, value) -> values.put(name, List.of(value)));
    return new Parameters(values);
  }

  /** The value, empty when the name is absent or its value is empty (RFC 6749 §3.1). */
  public Optional<String> find(String name) {
    String value = text(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** Every value of a parameter that may be repeated; empty ones are left out. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of()).stream().filter(it -> !it.isEmpty()).toList();
  }

  /** The value, or a refusal that names what is missing. */
  public String require(String name) throws Refusal {
    Optional<String> value = find(name);
    if (value.isEmpty()) {
      throw Refusal.of(Reason.PARAMETER_MISSING, name);
    }
    return value.get();
  }

  /** The value of a form field, empty text when absent. */
  public String text(String name) {
    List<String> all = values.get(name);
    return all == null ? "" : all.getFirst();
  }

  public boolean contains(String name) {
    return values.containsKey(name);
  }

  /** Refuses any name that is not listed: our own forms and APIs take no unknown field. */
  public Parameters only(Set<String> names) throws Refusal {
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw Refusal.of(Reason.PARAMETER_UNKNOWN, name);
      }
    }
    return this;
  }

  /** As name to one-element list, the shape protocol libraries take. */
  public Map<String, List<String>> multiValued() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    values.forEach((name, each) -> all.put(name, List.copyOf(each)));
    return all;
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }
}
