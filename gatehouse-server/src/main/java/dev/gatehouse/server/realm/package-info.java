/**
 * Realms as their files declare them: read strictly, checked, typed, immutable. What stands in no
 * file is a default named here; what stands there wrongly stops the start.
 */
@NullMarked
package dev.gatehouse.server.realm;

import org.jspecify.annotations.NullMarked;
