package dev.gatehouse.server.app;

import dev.gatehouse.server.credential.PasswordRules;
import dev.gatehouse.server.login.mailbox.AskForMail;
import dev.gatehouse.server.login.mailbox.AskForMailPage;
import dev.gatehouse.server.login.mailbox.BrowserPages;
import dev.gatehouse.server.login.mailbox.InvitationPage;
import dev.gatehouse.server.login.mailbox.MailRequests;
import dev.gatehouse.server.login.mailbox.OperatorPage;
import dev.gatehouse.server.login.mailbox.RegisterPage;
import dev.gatehouse.server.login.mailbox.ResetPage;
import dev.gatehouse.server.login.mailbox.ResetPage.NewPasswords;
import dev.gatehouse.server.login.mailbox.VerifyPage;

/** The pages that lead through a mailbox: sign-up, proof of an address, a forgotten password. */
final class MailboxPages {
  final BrowserPages pages;
  final NewPasswords newPasswords;
  final RegisterPage register;
  final VerifyPage verify;
  final AskForMailPage forgot;
  final AskForMailPage resend;
  final ResetPage reset;
  final OperatorPage operator;
  final InvitationPage invitation;

  MailboxPages(Foundation on, Features with) {
    pages = new BrowserPages(on.frames, on.renderer, on.csrf, on.random, with.journeys);
    PasswordRules rules = new PasswordRules();
    newPasswords = new NewPasswords(rules, on.hasher);
    MailRequests requests = new MailRequests(on.envelope, on.random);
    AskForMail ask = new AskForMail(with.records, with.mailing.budget(), requests, on.realm());
    register =
        new RegisterPage(
            pages,
            with.records,
            with.mailing,
            with.accounts,
            rules,
            on.hasher,
            on.random,
            on.realm());
    verify =
        new VerifyPage(
            pages, with.records, with.mailing, with.accounts, with.currentPassword, on.realm());
    forgot = AskForMailPage.forgot(pages, ask);
    resend = AskForMailPage.resend(pages, ask);
    reset =
        new ResetPage(
            pages,
            with.records,
            with.mailing,
            with.accounts,
            newPasswords,
            with.sessions,
            on.realm());
    operator =
        new OperatorPage(
            pages,
            with.records,
            with.mailing.links(),
            with.accounts,
            newPasswords,
            on.random,
            on.realms);
    invitation =
        new InvitationPage(
            pages, with.records, with.invitations, newPasswords, on.random, on.realm());
  }
}
