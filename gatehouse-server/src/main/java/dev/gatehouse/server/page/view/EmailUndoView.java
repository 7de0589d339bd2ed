package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.frame.PageFrame;

/**
 * Taking a change of address back after following the link sent to the old one.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param token secret part of the link, sent back in the hidden field {@code token}
 * @param oldEmail the address to restore
 * @param newEmail the address it was changed to
 */
public record EmailUndoView(
    PageFrame frame, String action, String token, String oldEmail, String newEmail)
    implements Page {}
