/**
 * What stands around every page: whose product, which language, who is signed in, what was just
 * done.
 */
@NullMarked
package dev.gatehouse.server.page.frame;

import org.jspecify.annotations.NullMarked;
