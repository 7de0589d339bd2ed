/** Authorization requests that clients send ahead (RFC 9126): kept sealed, taken once. */
@NullMarked
package dev.gatehouse.server.oauth.push;

import org.jspecify.annotations.NullMarked;
