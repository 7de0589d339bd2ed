/**
 * One record for each mail with all that it says, and the mail once it is written. Nothing here
 * sends.
 */
@NullMarked
package dev.gatehouse.server.page.mail;

import org.jspecify.annotations.NullMarked;
