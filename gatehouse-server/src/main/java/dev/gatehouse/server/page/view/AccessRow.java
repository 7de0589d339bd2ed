package dev.gatehouse.server.page.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An application that keeps access while the person is away.
 *
 * @param id public id of its offline session, sent back to end it
 * @param application name of the application
 * @param grantedAt when the person allowed it
 * @param lastUsedAt when it last asked for a token, or null if it never did
 */
public record AccessRow(
    String id, String application, Instant grantedAt, @Nullable Instant lastUsedAt) {}
