/**
 * What applications and browsers read before they call: metadata, public keys, and which pages may
 * call.
 */
@NullMarked
package dev.gatehouse.server.oauth.discovery;

import org.jspecify.annotations.NullMarked;
