/**
 * The look a realm brings: name, logo and colours, moved until every text on them is readable. It
 * knows nothing of pages.
 */
@NullMarked
package dev.gatehouse.server.page.brand;

import org.jspecify.annotations.NullMarked;
