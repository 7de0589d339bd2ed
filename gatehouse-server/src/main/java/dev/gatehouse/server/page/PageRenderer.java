package dev.gatehouse.server.page;

import dev.gatehouse.server.page.text.DisplayText;
import dev.gatehouse.server.page.view.AccountChoiceView;
import dev.gatehouse.server.page.view.AccountView;
import dev.gatehouse.server.page.view.ChangeEmailView;
import dev.gatehouse.server.page.view.ChangePasswordView;
import dev.gatehouse.server.page.view.CheckMailView;
import dev.gatehouse.server.page.view.ConsentView;
import dev.gatehouse.server.page.view.DoneView;
import dev.gatehouse.server.page.view.EmailConfirmView;
import dev.gatehouse.server.page.view.EmailUndoView;
import dev.gatehouse.server.page.view.ErrorView;
import dev.gatehouse.server.page.view.ForgotView;
import dev.gatehouse.server.page.view.FormPostView;
import dev.gatehouse.server.page.view.InvitationView;
import dev.gatehouse.server.page.view.LogoutView;
import dev.gatehouse.server.page.view.Page;
import dev.gatehouse.server.page.view.RegisterView;
import dev.gatehouse.server.page.view.ResendView;
import dev.gatehouse.server.page.view.ResetView;
import dev.gatehouse.server.page.view.SetUpView;
import dev.gatehouse.server.page.view.SignInView;
import dev.gatehouse.server.page.view.SignOutView;
import dev.gatehouse.server.page.view.VerifyView;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;

/** Draws pages as complete HTML documents. Safe for use by many threads. */
public final class PageRenderer {
  static final String TEMPLATES = "dev.gatehouse.server.templates";

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(null, ContentType.Html, null, TEMPLATES);

  /** The document as text. */
  public String render(Page page) {
    StringOutput output = new StringOutput();
    engine.render(template(page), page, output);
    return DisplayText.document(output.toString());
  }

  /** The document as UTF-8, for {@code Content-Type: text/html; charset=utf-8}. */
  public byte[] renderUtf8(Page page) {
    return render(page).getBytes(StandardCharsets.UTF_8);
  }

  private static String template(Page page) {
    return switch (page) {
      case AccountChoiceView ignored -> "account-choice.jte";
      case AccountView ignored -> "account.jte";
      case ChangeEmailView ignored -> "change-email.jte";
      case ChangePasswordView ignored -> "change-password.jte";
      case CheckMailView ignored -> "check-mail.jte";
      case ConsentView ignored -> "consent.jte";
      case DoneView ignored -> "done.jte";
      case EmailConfirmView ignored -> "email-confirm.jte";
      case EmailUndoView ignored -> "email-undo.jte";
      case ErrorView ignored -> "error.jte";
      case ForgotView ignored -> "forgot.jte";
      case FormPostView ignored -> "form-post.jte";
      case InvitationView ignored -> "invitation.jte";
      case LogoutView ignored -> "logout.jte";
      case RegisterView ignored -> "register.jte";
      case ResendView ignored -> "resend.jte";
      case ResetView ignored -> "reset.jte";
      case SetUpView ignored -> "set-up.jte";
      case SignInView ignored -> "sign-in.jte";
      case SignOutView ignored -> "sign-out.jte";
      case VerifyView ignored -> "verify.jte";
    };
  }
}
