/**
 * One record for each page with all that it shows; a template of the same name draws it. Nothing
 * here decides.
 */
@NullMarked
package dev.gatehouse.server.page.view;

import org.jspecify.annotations.NullMarked;
