/**
 * What tests and the demonstration stand on: clock, database, mail and browser, all of them real or
 * honest fakes. Knows nothing of the server.
 */
@NullMarked
package dev.gatehouse.testkit;

import org.jspecify.annotations.NullMarked;
