package dev.gatehouse.server.realm;

import java.time.Duration;

/**
 * How long browser sessions live.
 *
 * @param idle without a request of the person
 * @param absolute since the sign-in
 * @param adminIdle the same for administrators
 * @param adminAbsolute the same for administrators
 */
public record SessionRules(
    Duration idle, Duration absolute, Duration adminIdle, Duration adminAbsolute) {}
