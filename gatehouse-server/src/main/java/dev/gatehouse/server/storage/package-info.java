/**
 * The only way to the database: a transaction that has its tenant or realm set before anything
 * else, the guard that refuses to start without row-level security, and the migrations.
 */
@NullMarked
package dev.gatehouse.server.storage;

import org.jspecify.annotations.NullMarked;
