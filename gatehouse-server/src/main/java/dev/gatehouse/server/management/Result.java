package dev.gatehouse.server.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an endpoint answers with success.
 *
 * @param body absent for an answer without one
 * @param position where the next page of a list begins, before it is signed
 */
public record Result(Optional<Map<String, Object>> body, Optional<String> position) {
  /** An answer without a body. */
  public static Result nothing() {
    return new Result(Optional.empty(), Optional.empty());
  }

  /** One thing. */
  public static Result of(Map<String, Object> body) {
    return new Result(Optional.of(body), Optional.empty());
  }

  /**
   * A page of a list.
   *
   * @param position where the next one begins; absent at the end
   */
  public static Result page(List<Map<String, Object>> items, Optional<String> position) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("items", items);
    return new Result(Optional.of(body), position);
  }

  /**
   * A page of a list that was read one further than asked, to see whether there is more.
   *
   * @param slice what was asked for
   * @param positionOf what the list goes on after
   */
  public static <T> Result page(
      List<T> found,
      Slice slice,
      Function<T, Map<String, Object>> written,
      Function<T, String> positionOf) {
    boolean more = found.size() > slice.limit();
    List<T> shown = more ? found.subList(0, slice.limit()) : found;
    return page(
        shown.stream().map(written).toList(),
        more ? Optional.of(positionOf.apply(shown.getLast())) : Optional.empty());
  }
}
