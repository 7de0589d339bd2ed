package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.frame.PageFrame;

/**
 * Joining an organisation, reached by the link of an invitation.
 *
 * @param frame what surrounds the task; names the organisation
 * @param action path the form is sent to
 * @param token secret part of the link, sent back in the hidden field {@code token}
 * @param email the address that was invited
 * @param name what was typed, else empty
 * @param passwordLength the least number of characters of a password
 * @param errors why the form came back, or none
 */
public record InvitationView(
    PageFrame frame,
    String action,
    String token,
    String email,
    String name,
    int passwordLength,
    FormErrors errors)
    implements Page {}
