/**
 * The record of what happened: one for each act and each refusal, in the act's own transaction,
 * with personal fields sealed under a key that can be destroyed.
 */
@NullMarked
package dev.gatehouse.server.audit;

import org.jspecify.annotations.NullMarked;
