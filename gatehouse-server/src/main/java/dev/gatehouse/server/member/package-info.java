/**
 * Who belongs to an organisation and as what: invited, joined, given roles, helped, removed. Nobody
 * gives what they don't hold, and an organisation keeps an owner.
 */
@NullMarked
package dev.gatehouse.server.member;

import org.jspecify.annotations.NullMarked;
