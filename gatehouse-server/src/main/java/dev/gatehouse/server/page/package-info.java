/**
 * What a person sees: writes pages, mails and refusals from the records in the rooms below. It
 * draws what it is handed and knows no feature.
 */
@NullMarked
package dev.gatehouse.server.page;

import org.jspecify.annotations.NullMarked;
