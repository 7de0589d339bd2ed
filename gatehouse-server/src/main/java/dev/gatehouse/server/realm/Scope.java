package dev.gatehouse.server.realm;

/**
 * A scope of the realm's own (RFC 6749 §3.3).
 *
 * @param name its name in requests
 * @param description what it lets an application do, in words for the consent page
 */
public record Scope(String name, String description) {}
