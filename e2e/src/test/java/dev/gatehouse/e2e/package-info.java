/**
 * The product as others meet it: started by its command, driven by a browser, by clients nobody
 * here wrote and by raw sockets, and hurt on purpose. Knows no class of the server.
 */
@NullMarked
package dev.gatehouse.e2e;

import org.jspecify.annotations.NullMarked;
