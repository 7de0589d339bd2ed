/** Tests of the package of the same name. */
@NullMarked
package dev.gatehouse.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
