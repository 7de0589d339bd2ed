package dev.gatehouse.server.realm;

/** One thing a principal may be allowed to do, such as {@code loan.write}. */
public record Permission(String name, String description) {}
