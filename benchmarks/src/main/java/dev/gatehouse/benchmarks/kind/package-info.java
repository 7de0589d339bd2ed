/**
 * The kinds of work that are measured, by what the standards say alone, so that every provider does
 * the same. A kind is one class; one that a provider doesn't offer is left out.
 */
@NullMarked
package dev.gatehouse.benchmarks.kind;

import org.jspecify.annotations.NullMarked;
