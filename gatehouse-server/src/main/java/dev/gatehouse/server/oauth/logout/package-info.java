/**
 * Signing out over OpenID Connect: what an application asks for, and what the applications of an
 * ended session are told.
 */
@NullMarked
package dev.gatehouse.server.oauth.logout;

import org.jspecify.annotations.NullMarked;
