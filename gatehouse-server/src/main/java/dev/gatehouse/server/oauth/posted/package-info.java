/**
 * Requests that another site's form posted: kept here until the browser comes for them by GET, so
 * that nothing of them stands in an address.
 */
@NullMarked
package dev.gatehouse.server.oauth.posted;

import org.jspecify.annotations.NullMarked;
