package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.frame.PageFrame;
import org.jspecify.annotations.Nullable;

/**
 * Asking whether to sign out.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param journey id of the journey, sent back in the hidden field {@code journey}
 * @param backLink page to go back to
 */
public record SignOutView(PageFrame frame, String action, @Nullable String journey, String backLink)
    implements Page {}
