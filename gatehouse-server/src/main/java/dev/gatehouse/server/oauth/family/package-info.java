/**
 * What stands behind tokens: the family of all refresh tokens of one grant, and whether its person,
 * tenant and session still stand.
 */
@NullMarked
package dev.gatehouse.server.oauth.family;

import org.jspecify.annotations.NullMarked;
