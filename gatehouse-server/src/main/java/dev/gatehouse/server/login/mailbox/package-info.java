/**
 * What goes through a mailbox before anybody is signed in: sign-up and its confirmation, a
 * forgotten password, and the first operator's link.
 */
@NullMarked
package dev.gatehouse.server.login.mailbox;

import org.jspecify.annotations.NullMarked;
