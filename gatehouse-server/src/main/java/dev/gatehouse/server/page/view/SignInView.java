package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.frame.PageFrame;
import org.jspecify.annotations.Nullable;

/**
 * "Who are you": e-mail address and password, and the organisation for those who belong to several.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param journey id of the journey, sent back in the hidden field {@code journey}
 * @param email what was typed or is known, else empty
 * @param organisation what was typed or is known, else empty
 * @param errors why the form came back, or none
 * @param registerLink page to sign up, or null where signing up is closed
 * @param forgotLink page to ask for a new password
 * @param resendLink page to ask for the confirmation mail again
 */
public record SignInView(
    PageFrame frame,
    String action,
    @Nullable String journey,
    String email,
    String organisation,
    FormErrors errors,
    @Nullable String registerLink,
    String forgotLink,
    String resendLink)
    implements Page {}
