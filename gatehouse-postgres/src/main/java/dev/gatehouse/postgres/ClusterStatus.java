package dev.gatehouse.postgres;

/** What is known of a cluster without touching it. */
public sealed interface ClusterStatus {

  /** No cluster has been created there. */
  record Absent() implements ClusterStatus {}

  /** There is a cluster and no process on it; after a crash it recovers at the next start. */
  record Stopped() implements ClusterStatus {}

  /**
   * A process runs on it.
   *
   * @param ready false while it starts, recovers or stops
   */
  record Running(long pid, int port, boolean ready) implements ClusterStatus {}
}
