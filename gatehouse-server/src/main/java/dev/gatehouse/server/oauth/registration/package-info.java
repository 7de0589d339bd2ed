/**
 * Applications that register by themselves (RFC 7591) and look after their registration (RFC 7592),
 * as far as the realm's policy goes.
 */
@NullMarked
package dev.gatehouse.server.oauth.registration;

import org.jspecify.annotations.NullMarked;
