/**
 * Main, wiring, the route table and the pipeline every request runs through: the only code that
 * sees every feature.
 */
@NullMarked
package dev.gatehouse.server.app;

import org.jspecify.annotations.NullMarked;
