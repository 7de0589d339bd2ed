package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.frame.PageFrame;
import org.jspecify.annotations.Nullable;

/**
 * Confirming an address after following the link in the mail; nothing is consumed before the
 * button.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param journey id of the journey, sent back in the hidden field {@code journey}
 * @param token secret part of the link, sent back in the hidden field {@code token}
 * @param email the address to confirm
 * @param sameBrowser whether this browser signed up; another one has to give the password
 * @param errors why the form came back, or none
 * @param discardAction path that discards the sign-up, offered in another browser
 */
public record VerifyView(
    PageFrame frame,
    String action,
    @Nullable String journey,
    String token,
    String email,
    boolean sameBrowser,
    FormErrors errors,
    @Nullable String discardAction)
    implements Page {}
