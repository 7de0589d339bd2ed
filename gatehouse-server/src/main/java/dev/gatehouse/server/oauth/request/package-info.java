/**
 * A verified authorization request, and the answer that goes back to the application that sent it:
 * a code or a refusal.
 */
@NullMarked
package dev.gatehouse.server.oauth.request;

import org.jspecify.annotations.NullMarked;
