package dev.gatehouse.server.realm;

import java.time.Duration;

/**
 * How a realm treats its tenants.
 *
 * @param deleteGrace how long one that is to be deleted can still be kept
 */
public record TenantRules(Duration deleteGrace) {}
