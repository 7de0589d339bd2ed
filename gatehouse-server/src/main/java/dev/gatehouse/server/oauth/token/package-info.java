/** The token endpoint: one class a grant, the rules each keeps to, and the tokens it issues. */
@NullMarked
package dev.gatehouse.server.oauth.token;

import org.jspecify.annotations.NullMarked;
