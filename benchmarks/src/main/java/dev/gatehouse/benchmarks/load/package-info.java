/**
 * The driver: plain HTTP/1.1 over connections that stay open, work repeated in a closed or an open
 * loop, and the time each piece took. Knows nothing of who answers.
 */
@NullMarked
package dev.gatehouse.benchmarks.load;

import org.jspecify.annotations.NullMarked;
