package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.frame.PageFrame;

/** A page with everything it shows; {@link PageRenderer} draws it. */
public sealed interface Page
    permits AccountChoiceView,
        AccountView,
        ChangeEmailView,
        ChangePasswordView,
        CheckMailView,
        ConsentView,
        DoneView,
        EmailConfirmView,
        EmailUndoView,
        ErrorView,
        ForgotView,
        FormPostView,
        InvitationView,
        LogoutView,
        RegisterView,
        ResendView,
        ResetView,
        SetUpView,
        SignInView,
        SignOutView,
        VerifyView {

  /** What surrounds the task. */
  PageFrame frame();
}
