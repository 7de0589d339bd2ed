/**
 * OAuth 2 and OpenID Connect, put together from its rooms: one class an endpoint with its steps
 * visible, one protocol rule a file, one store a thing kept.
 */
@NullMarked
package dev.gatehouse.server.oauth;

import org.jspecify.annotations.NullMarked;
