/**
 * Authorization codes (RFC 6749 §4.1) and the proof that they come back to who asked for them
 * (PKCE, RFC 7636): kept by digest, redeemed once.
 */
@NullMarked
package dev.gatehouse.server.oauth.code;

import org.jspecify.annotations.NullMarked;
