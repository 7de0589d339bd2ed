/**
 * OAuth clients of a realm: which there are, how they authenticate, where they may be answered and
 * from which pages they may call.
 */
@NullMarked
package dev.gatehouse.server.client;

import org.jspecify.annotations.NullMarked;
