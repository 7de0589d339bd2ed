/**
 * What a person sees: one renderer, its texts, colours and a record per page and mail. It draws
 * what it is handed and knows no feature.
 */
@NullMarked
package dev.gatehouse.server.page;

import org.jspecify.annotations.NullMarked;
