package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.frame.PageFrame;
import org.jspecify.annotations.Nullable;

/**
 * Asking for the confirmation mail again.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param journey id of the journey, sent back in the hidden field {@code journey}
 * @param email what was typed or is known, else empty
 * @param errors why the form came back, or none
 * @param signInLink page to go back to
 */
public record ResendView(
    PageFrame frame,
    String action,
    @Nullable String journey,
    String email,
    FormErrors errors,
    String signInLink)
    implements Page {}
