package dev.gatehouse.policy;

/**
 * An attribute that a condition read.
 *
 * @param path such as {@code resource.owner}
 * @param value what was there
 */
public record Read(String path, Value value) {}
