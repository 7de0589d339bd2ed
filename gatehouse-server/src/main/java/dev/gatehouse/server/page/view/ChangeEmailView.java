package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.frame.PageFrame;

/**
 * Asking to change the e-mail address, with the password as proof.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param currentEmail the address that holds now
 * @param email the new address as typed, else empty
 * @param errors why the form came back, or none
 * @param backLink page to go back to
 */
public record ChangeEmailView(
    PageFrame frame,
    String action,
    String currentEmail,
    String email,
    FormErrors errors,
    String backLink)
    implements Page {}
