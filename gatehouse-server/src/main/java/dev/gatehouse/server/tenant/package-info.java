/**
 * Customer organisations of a realm: their names, the slugs they are entered by, and whether they
 * are open.
 */
@NullMarked
package dev.gatehouse.server.tenant;

import org.jspecify.annotations.NullMarked;
