/** The userinfo endpoint (OpenID Connect Core §5.3): claims about the person behind a token. */
@NullMarked
package dev.gatehouse.server.oauth.userinfo;

import org.jspecify.annotations.NullMarked;
