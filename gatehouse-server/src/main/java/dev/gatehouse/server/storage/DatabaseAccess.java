package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.Secret;

/**
 * How one role reaches the database.
 *
 * @param url a JDBC URL of PostgreSQL, without user and password
 */
public record DatabaseAccess(String url, String user, Secret password) {}
