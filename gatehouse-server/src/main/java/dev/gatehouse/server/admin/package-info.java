/**
 * What operators do to the whole installation, over a socket that only this machine's owner can
 * open: apply realm files.
 */
@NullMarked
package dev.gatehouse.server.admin;

import org.jspecify.annotations.NullMarked;
