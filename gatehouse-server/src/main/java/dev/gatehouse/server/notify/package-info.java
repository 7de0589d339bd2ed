/**
 * Mail: an outbox filled in the transaction of the act, and the worker that empties it through
 * SMTP.
 */
@NullMarked
package dev.gatehouse.server.notify;

import org.jspecify.annotations.NullMarked;
