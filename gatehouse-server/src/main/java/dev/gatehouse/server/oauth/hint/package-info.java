/**
 * ID tokens that come back: whom an application has in mind (OpenID Connect Core §3.1.2.1,
 * RP-Initiated Logout §2).
 */
@NullMarked
package dev.gatehouse.server.oauth.hint;

import org.jspecify.annotations.NullMarked;
