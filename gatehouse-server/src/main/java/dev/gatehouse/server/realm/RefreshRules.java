package dev.gatehouse.server.realm;

import java.time.Duration;
import java.util.Optional;

/**
 * How a client's refresh tokens live.
 *
 * @param grace how long a rotated one still yields the same successor
 * @param idle one unused so long is dead, where the client asks for less than its realm allows
 * @param absolute life of a family, where the client asks for less than its realm allows
 * @param cookie whether it is in a cookie and never in a script's reach
 */
public record RefreshRules(
    Duration grace, Optional<Duration> idle, Optional<Duration> absolute, boolean cookie) {}
