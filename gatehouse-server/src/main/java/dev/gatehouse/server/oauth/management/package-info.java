/** Access tokens at the one API whose resource server this is: the realm's management API. */
@NullMarked
package dev.gatehouse.server.oauth.management;

import org.jspecify.annotations.NullMarked;
