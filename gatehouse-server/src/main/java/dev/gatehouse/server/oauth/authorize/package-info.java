/**
 * The authorization endpoint and where a person comes back to it: which account, sign-in, consent,
 * code.
 */
@NullMarked
package dev.gatehouse.server.oauth.authorize;

import org.jspecify.annotations.NullMarked;
