/**
 * What a principal may do: for now the roles given to it without condition, as tokens carry them.
 */
@NullMarked
package dev.gatehouse.server.access;

import org.jspecify.annotations.NullMarked;
