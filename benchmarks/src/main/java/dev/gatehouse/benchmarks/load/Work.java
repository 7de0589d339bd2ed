package dev.gatehouse.benchmarks.load;

import java.io.IOException;

/** Something one client does again and again; used by one thread at a time. */
public interface Work extends AutoCloseable {
  /**
   * Does it once, whole.
   *
   * @throws IOException also when an answer isn't the right one
   */
  void once() throws IOException;

  @Override
  void close();
}
