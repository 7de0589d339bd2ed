/** Stories over HTTP against the whole server in this process. */
@NullMarked
package dev.gatehouse.server.app;

import org.jspecify.annotations.NullMarked;
