/**
 * What proves that somebody is who they say: passwords and their rules, one-time links, and the
 * counters that slow guessing and mail down.
 */
@NullMarked
package dev.gatehouse.server.credential;

import org.jspecify.annotations.NullMarked;
