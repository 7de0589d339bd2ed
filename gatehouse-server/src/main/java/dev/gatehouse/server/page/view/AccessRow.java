package dev.gatehouse.server.page.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Access that an application keeps while the person is away.
 *
 * @param id public id of its offline session, sent back to end it
 * @param device where the person allowed it
 * @param grantedAt when they did
 * @param lastUsedAt when it last asked for a token, or null if it never did
 */
public record AccessRow(
    String id, Device device, Instant grantedAt, @Nullable Instant lastUsedAt) {}
