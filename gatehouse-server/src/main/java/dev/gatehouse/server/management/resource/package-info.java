/** What the management API shows and changes, a class a kind of thing. */
@NullMarked
package dev.gatehouse.server.management.resource;

import org.jspecify.annotations.NullMarked;
