/**
 * What an authorization request says, and what it has to keep to: one rule a file, all of them in
 * order in {@code AuthorizationRule}.
 */
@NullMarked
package dev.gatehouse.server.oauth.rule;

import org.jspecify.annotations.NullMarked;
