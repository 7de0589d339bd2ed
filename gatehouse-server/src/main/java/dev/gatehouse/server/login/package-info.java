/**
 * Journeys from "who are you" to a session, step by step, held here and bound to the browser that
 * began them; and the pages of sign-in and sign-out.
 */
@NullMarked
package dev.gatehouse.server.login;

import org.jspecify.annotations.NullMarked;
