package dev.gatehouse.server.session;

import dev.gatehouse.server.kernel.SessionId;
import java.time.Instant;

/**
 * A living session as its person sees it in a list; nothing in it is a secret.
 *
 * @param userAgent what {@link Devices} reads
 * @param address where it was last used from
 * @param seenAt when it was last used, to the minute
 */
public record SessionEntry(
    SessionId id, String userAgent, String address, Instant authTime, Instant seenAt, Risk risk) {}
