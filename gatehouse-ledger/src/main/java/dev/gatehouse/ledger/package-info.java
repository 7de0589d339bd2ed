/**
 * The audit record, format v1: its exact canonical bytes, its encrypted personal fields and the
 * reader of exports. Pure functions of their arguments: no clock, no randomness, no storage.
 */
@NullMarked
package dev.gatehouse.ledger;

import org.jspecify.annotations.NullMarked;
