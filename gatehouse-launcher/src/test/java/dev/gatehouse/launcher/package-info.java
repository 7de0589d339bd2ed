/** The launcher's own rules, and its work on a real database. */
@NullMarked
package dev.gatehouse.launcher;

import org.jspecify.annotations.NullMarked;
