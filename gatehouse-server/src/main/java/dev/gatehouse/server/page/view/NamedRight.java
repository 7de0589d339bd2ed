package dev.gatehouse.server.page.view;

/**
 * A role or a permission.
 *
 * @param name as the realm spells it
 * @param description the realm's words for it
 */
public record NamedRight(String name, String description) {}
