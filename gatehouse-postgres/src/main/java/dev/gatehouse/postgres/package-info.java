/**
 * PostgreSQL as a process of its own: unpack the bundled binaries, create a cluster, start it, find
 * it again, stop it, recover it. Knows nothing of what is stored in it.
 */
@NullMarked
package dev.gatehouse.postgres;

import org.jspecify.annotations.NullMarked;
