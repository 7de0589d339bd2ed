package dev.gatehouse.postgres;

import java.time.Duration;

/**
 * How a cluster runs.
 *
 * @param port fixed TCP port on loopback, or 0 for any free one
 * @param sharedBuffersMegabytes size of PostgreSQL's own cache
 * @param fsync whether a committed transaction survives a crash of the machine
 * @param minimumFreeBytes what must be free on the disk before a start
 * @param startTimeout how long a start, recovery included, may take
 */
public record ClusterSettings(
    int port,
    int maxConnections,
    int sharedBuffersMegabytes,
    boolean fsync,
    long minimumFreeBytes,
    Duration startTimeout) {

  private static final long MEGABYTE = 1024L * 1024;

  /** Any free port, 60 connections, every commit on disk before it is answered. */
  public static ClusterSettings durable() {
    return new ClusterSettings(0, 60, 64, true, 200 * MEGABYTE, Duration.ofMinutes(2));
  }

  /**
   * The same without {@code fsync}, synchronous commit and full page writes: several times faster,
   * and a crash of the machine may destroy the cluster. A directory made with these settings is
   * never opened with {@link #durable()}, nor the other way round.
   */
  public static ClusterSettings unsafeForTestsWithoutFsync() {
    return new ClusterSettings(0, 100, 64, false, 200 * MEGABYTE, Duration.ofMinutes(2));
  }

  public ClusterSettings withPort(int newPort) {
    return new ClusterSettings(
        newPort, maxConnections, sharedBuffersMegabytes, fsync, minimumFreeBytes, startTimeout);
  }

  public ClusterSettings withMaxConnections(int newMaxConnections) {
    return new ClusterSettings(
        port, newMaxConnections, sharedBuffersMegabytes, fsync, minimumFreeBytes, startTimeout);
  }

  public ClusterSettings withMinimumFreeBytes(long newMinimumFreeBytes) {
    return new ClusterSettings(
        port, maxConnections, sharedBuffersMegabytes, fsync, newMinimumFreeBytes, startTimeout);
  }

  /** The word kept beside the data, so that the two kinds are never mixed. */
  String durability() {
    return fsync ? "durable" : "without-fsync";
  }
}
