package dev.gatehouse.server.session;

import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.PrincipalId;

/**
 * What a session begins with.
 *
 * @param device what the user agent says it is, read before the transaction
 */
public record NewSession(PrincipalId principal, Evidence evidence, Origin origin, Device device) {}
