/**
 * What an application is granted: scopes, audiences, the key it is bound to, and what is told about
 * whom.
 */
@NullMarked
package dev.gatehouse.server.oauth.grant;

import org.jspecify.annotations.NullMarked;
