/**
 * What becomes of tokens that applications show again: introspection (RFC 7662) and revocation (RFC
 * 7009).
 */
@NullMarked
package dev.gatehouse.server.oauth.introspect;

import org.jspecify.annotations.NullMarked;
