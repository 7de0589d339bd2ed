package dev.gatehouse.server.app;

import dev.gatehouse.server.account.AccountOf;
import dev.gatehouse.server.account.AccountPage;
import dev.gatehouse.server.account.ApplicationActions;
import dev.gatehouse.server.account.ChangeEmailPage;
import dev.gatehouse.server.account.ChangePasswordPage;
import dev.gatehouse.server.account.ConfirmEmailPage;
import dev.gatehouse.server.account.IdentityEndpoint;
import dev.gatehouse.server.account.SessionActions;
import dev.gatehouse.server.account.UndoEmailPage;
import dev.gatehouse.server.oauth.family.OfflineSessions;
import dev.gatehouse.server.session.SessionFrames;

/** The pages of somebody's own account. */
final class AccountPages {
  final AccountPage overview;
  final IdentityEndpoint identity;
  final ApplicationActions applications;
  final SessionActions sessions;
  final ChangePasswordPage password;
  final ChangeEmailPage email;
  final ConfirmEmailPage confirmEmail;
  final UndoEmailPage undoEmail;

  AccountPages(Foundation on, Features with) {
    SessionFrames frames = new SessionFrames(on.frames, on.csrf);
    OfflineSessions grants = with.provider.offlineSessions;
    AccountOf accounts = new AccountOf(on.transactions, with.accounts, with.sessions, on.realm());
    overview =
        new AccountPage(accounts, with.provider.applications, with.devices, frames, on.renderer);
    identity = new IdentityEndpoint(accounts);
    applications = new ApplicationActions(accounts, on.audit, with.provider.applications);
    sessions = new SessionActions(accounts, on.audit, grants);
    password =
        new ChangePasswordPage(
            with.records,
            with.mailing,
            accounts,
            with.currentPassword,
            with.mailbox.newPasswords,
            frames,
            on.renderer,
            on.realm());
    email =
        new ChangeEmailPage(
            with.records,
            with.mailing,
            accounts,
            with.currentPassword,
            frames,
            on.renderer,
            on.realm());
    confirmEmail =
        new ConfirmEmailPage(
            with.mailbox.pages, with.records, with.mailing, accounts, with.gate, on.realm());
    undoEmail =
        new UndoEmailPage(with.mailbox.pages, with.records, with.mailing, accounts, on.realm());
  }
}
