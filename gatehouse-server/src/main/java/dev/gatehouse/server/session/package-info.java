/**
 * Signed-in browsers: their record, cookie and life, who holds one, and the revocation sequence
 * that makes everything issued before it worthless.
 */
@NullMarked
package dev.gatehouse.server.session;

import org.jspecify.annotations.NullMarked;
