/**
 * The account of somebody who is signed in: who they are, where they are signed in, and which
 * applications have access to their data.
 */
@NullMarked
package dev.gatehouse.server.account;

import org.jspecify.annotations.NullMarked;
