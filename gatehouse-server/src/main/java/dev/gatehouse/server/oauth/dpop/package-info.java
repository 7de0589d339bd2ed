/**
 * Proof of possession of a key (RFC 9449): proofs are verified here, bindings are made by oauth.
 */
@NullMarked
package dev.gatehouse.server.oauth.dpop;

import org.jspecify.annotations.NullMarked;
