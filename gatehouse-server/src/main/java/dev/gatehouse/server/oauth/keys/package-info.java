/**
 * The keys a realm signs with: which it needs, what each change leaves on record, and the job that
 * rotates them.
 */
@NullMarked
package dev.gatehouse.server.oauth.keys;

import org.jspecify.annotations.NullMarked;
