/** Why a form came back: problems by field, each with its text. It knows nothing of pages. */
@NullMarked
package dev.gatehouse.server.page.form;

import org.jspecify.annotations.NullMarked;
