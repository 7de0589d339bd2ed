/** Keycloak, as its distribution starts it in production, to compare with. */
@NullMarked
package dev.gatehouse.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
