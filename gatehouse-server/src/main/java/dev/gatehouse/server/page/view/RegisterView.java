package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.frame.PageFrame;
import org.jspecify.annotations.Nullable;

/**
 * Signing up: it opens a new organisation with this person in it.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param journey id of the journey, sent back in the hidden field {@code journey}
 * @param name what was typed, else empty
 * @param email what was typed, else empty
 * @param organisation what was typed, else empty
 * @param passwordLength the least number of characters of a password
 * @param errors why the form came back, or none
 * @param signInLink page for those who have an account
 */
public record RegisterView(
    PageFrame frame,
    String action,
    @Nullable String journey,
    String name,
    String email,
    String organisation,
    int passwordLength,
    FormErrors errors,
    String signInLink)
    implements Page {}
