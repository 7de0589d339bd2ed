/**
 * Words: the languages, their texts, and values made safe to stand inside a sentence. It knows
 * nothing of pages.
 */
@NullMarked
package dev.gatehouse.server.page.text;

import org.jspecify.annotations.NullMarked;
