package dev.gatehouse.server.audit;

import java.time.Instant;
import java.util.UUID;

/**
 * A place in a log, to go on from. A transaction that began earlier may commit later, so whoever
 * follows a log that grows looks back a little.
 */
public record LogPosition(Instant recordedAt, UUID recordId) {}
