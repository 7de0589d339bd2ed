package dev.gatehouse.policy;

import dev.cel.runtime.CelVariableResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands one evaluation the values it asks for, and remembers them. Of one thread. */
final class Values implements CelVariableResolver {
  /** Before the path of an attribute: whether it was supplied. No expression can spell it. */
  static final String PRESENCE = "has:";

  private final Map<String, Attribute> attributes;
  private final DecisionRequest request;
  private final List<Read> reads = new ArrayList<>(4);

  Values(Map<String, Attribute> attributes, DecisionRequest request) {
    this.attributes = attributes;
    this.request = request;
  }

  @Override
  public Optional<Object> find(String name) {
    if (name.startsWith(PRESENCE)) {
      Value value = read(name.substring(PRESENCE.length()));
      // neither "has" nor "has not" is true of a value that can't be read
      return value instanceof Value.Unfit
          ? Optional.empty()
          : Optional.of(value instanceof Value.Known);
    }
    return attributes.containsKey(name) && read(name) instanceof Value.Known known
        ? Optional.of(known.value())
        : Optional.empty();
  }

  private Value read(String path) {
    for (Read earlier : reads) {
      if (earlier.path().equals(path)) {
        return earlier.value();
      }
    }
    Attribute attribute = attributes.get(path);
    Value value = attribute == null ? new Value.Missing() : attribute.of(request);
    reads.add(new Read(path, value));
    return value;
  }

  List<Read> reads() {
    return reads;
  }
}
