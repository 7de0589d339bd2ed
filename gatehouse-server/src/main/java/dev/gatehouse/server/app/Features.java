package dev.gatehouse.server.app;

/** Every feature, wired by hand on the foundation. */
final class Features implements AutoCloseable {
  Features(Foundation foundation) {}

  /** Starts what runs beside requests. */
  void begin(Housekeeping housekeeping) {}

  @Override
  public void close() {}
}
