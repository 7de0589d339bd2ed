/**
 * What the work costs: floors measured with nothing around them, and loads against a server in a
 * process of its own, each as a ratio to a floor of the same run.
 */
@NullMarked
package dev.gatehouse.benchmarks;

import org.jspecify.annotations.NullMarked;
