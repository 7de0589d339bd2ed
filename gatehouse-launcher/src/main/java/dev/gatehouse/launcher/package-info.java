/**
 * The commands behind {@code ./gatehouse}, one class a command. They start and stop processes and
 * speak to people; what the server does is the server's.
 */
@NullMarked
package dev.gatehouse.launcher;

import org.jspecify.annotations.NullMarked;
