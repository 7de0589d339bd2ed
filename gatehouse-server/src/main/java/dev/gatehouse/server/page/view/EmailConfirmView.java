package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.frame.PageFrame;

/**
 * Confirming a new address after following the link sent to it.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param token secret part of the link, sent back in the hidden field {@code token}
 * @param oldEmail the address that holds now
 * @param newEmail the address to confirm
 */
public record EmailConfirmView(
    PageFrame frame, String action, String token, String oldEmail, String newEmail)
    implements Page {}
