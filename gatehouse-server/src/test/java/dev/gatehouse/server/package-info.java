/** Tests that see the whole server: its architecture, its golden files, its ratchet. */
@NullMarked
package dev.gatehouse.server;

import org.jspecify.annotations.NullMarked;
