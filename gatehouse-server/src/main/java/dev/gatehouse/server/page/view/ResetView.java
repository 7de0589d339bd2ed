package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.frame.PageFrame;
import org.jspecify.annotations.Nullable;

/**
 * Choosing a new password after following the link in the mail; the frame names the organisation.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param journey id of the journey, sent back in the hidden field {@code journey}
 * @param token secret part of the link, sent back in the hidden field {@code token}
 * @param email whose password it is
 * @param passwordLength the least number of characters of a password
 * @param errors why the form came back, or none
 */
public record ResetView(
    PageFrame frame,
    String action,
    @Nullable String journey,
    String token,
    String email,
    int passwordLength,
    FormErrors errors)
    implements Page {}
