package dev.gatehouse.server.page.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A browser that is signed in.
 *
 * @param id public id of the session, sent back to end it; never its secret
 * @param device what it is
 * @param current whether this very page is seen in it
 * @param signedInAt when it signed in
 * @param lastSeenAt when it was last used, or null if not kept
 * @param address IP address it was last seen at
 */
public record SessionRow(
    String id,
    Device device,
    boolean current,
    Instant signedInAt,
    @Nullable Instant lastSeenAt,
    String address) {}
