package dev.gatehouse.server.tenant;

import java.time.Instant;
import java.util.Optional;

/**
 * Where in its life a tenant stands.
 *
 * @param eraseAfter when it is erased, where it is to be
 */
public record TenantLife(TenantStatus status, Optional<Instant> eraseAfter) {}
