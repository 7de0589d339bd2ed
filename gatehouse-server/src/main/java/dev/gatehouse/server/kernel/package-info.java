/**
 * Values every feature speaks in: ids, secrets, refusals and their reasons. Nothing here does I/O
 * or knows a feature.
 */
@NullMarked
package dev.gatehouse.server.kernel;

import org.jspecify.annotations.NullMarked;
