/**
 * Access tokens that come in: read, verified, and held against the proof of the key they are bound
 * to.
 */
@NullMarked
package dev.gatehouse.server.oauth.bearer;

import org.jspecify.annotations.NullMarked;
