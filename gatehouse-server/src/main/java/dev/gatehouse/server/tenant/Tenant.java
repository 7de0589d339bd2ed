package dev.gatehouse.server.tenant;

import dev.gatehouse.server.kernel.TenantId;
import java.time.Instant;

/**
 * A customer organisation.
 *
 * @param active false once suspended: nobody of it signs in or gets a token
 */
public record Tenant(
    TenantId id, TenantSlug slug, String name, boolean active, String region, Instant createdAt) {}
