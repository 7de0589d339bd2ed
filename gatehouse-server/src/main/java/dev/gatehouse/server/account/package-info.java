/**
 * The account of somebody who is signed in: who they are, where they are signed in, and which
 * applications act for them while they are away.
 */
@NullMarked
package dev.gatehouse.server.account;

import org.jspecify.annotations.NullMarked;
