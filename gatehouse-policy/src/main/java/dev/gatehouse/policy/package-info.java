/**
 * Roles, permissions, conditions in CEL and deny rules, compiled to a policy that decides and says
 * why. Pure functions of their arguments: no clock, no randomness, no storage.
 */
@NullMarked
package dev.gatehouse.policy;

import org.jspecify.annotations.NullMarked;
