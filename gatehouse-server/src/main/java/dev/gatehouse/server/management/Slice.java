package dev.gatehouse.server.management;

import java.util.Optional;

/**
 * Which part of a list is asked for.
 *
 * @param limit how many at most
 * @param position what it goes on after, as the endpoint gave it; absent at the beginning
 */
public record Slice(int limit, Optional<String> position) {
  /** One more than asked, to see whether there is more. */
  public int oneMore() {
    return limit + 1;
  }
}
