package dev.gatehouse.server.management.resource;

import dev.gatehouse.server.management.Slice;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Lists of what is in memory, in the order of unique names. */
final class Named {
  private Named() {}

  /** Those that the slice asks for, and one more if there is one. */
  static <T> List<T> after(Collection<T> all, Function<T, String> name, Slice slice) {
    return all.stream()
        .filter(
            one -> slice.position().map(last -> name.apply(one).compareTo(last) > 0).orElse(true))
        .sorted(Comparator.comparing(name))
        .limit(slice.oneMore())
        .toList();
  }
}
