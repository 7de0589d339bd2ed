package dev.gatehouse.server.session;

import dev.gatehouse.server.crypto.OpaqueToken;

/**
 * A session whose secret was just made, to be handed to its browser by {@link SessionCookie#hand}
 * once the transaction has committed.
 */
public record StartedSession(SignedIn signedIn, OpaqueToken token) {}
