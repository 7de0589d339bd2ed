package dev.gatehouse.server.realm;

import java.time.Duration;

/**
 * Who sends the realm's mail, how long its links live and how much of it goes out.
 *
 * @param senderName the display name
 * @param senderAddress the address
 * @param verifyTtl life of a link that confirms an address
 * @param resetTtl life of a link that sets a new password
 * @param changeTtl life of a link that confirms a changed address
 * @param undoTtl life of a link, sent to the old address, that takes a change back
 * @param inviteTtl life of a link that lets somebody join
 * @param resendPerHour how often one address may ask for the same mail again
 * @param mailsPerHour how many mails of one kind the whole realm writes in an hour
 */
public record MailRules(
    String senderName,
    String senderAddress,
    Duration verifyTtl,
    Duration resetTtl,
    Duration changeTtl,
    Duration undoTtl,
    Duration inviteTtl,
    int resendPerHour,
    int mailsPerHour) {}
