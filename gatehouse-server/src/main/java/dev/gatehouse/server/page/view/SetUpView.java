package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.frame.PageFrame;

/**
 * The first operator's account, reached by the one-time link.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param token secret part of the link, sent back in the hidden field {@code token}
 * @param name what was typed, else empty
 * @param email what was typed, else empty
 * @param passwordLength the least number of characters of a password
 * @param errors why the form came back, or none
 */
public record SetUpView(
    PageFrame frame,
    String action,
    String token,
    String name,
    String email,
    int passwordLength,
    FormErrors errors)
    implements Page {}
