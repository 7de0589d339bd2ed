/**
 * The API by which those who administer a tenant run it: who calls, what they may, how lists,
 * versions and repeated requests work. Its endpoints stand in {@code resource}.
 */
@NullMarked
package dev.gatehouse.server.management;

import org.jspecify.annotations.NullMarked;
