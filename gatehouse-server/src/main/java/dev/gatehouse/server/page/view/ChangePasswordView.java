package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.frame.PageFrame;

/**
 * Changing the password with the current one as proof.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param email whose password it is
 * @param passwordLength the least number of characters of a password
 * @param errors why the form came back, or none
 * @param backLink page to go back to
 */
public record ChangePasswordView(
    PageFrame frame,
    String action,
    String email,
    int passwordLength,
    FormErrors errors,
    String backLink)
    implements Page {}
