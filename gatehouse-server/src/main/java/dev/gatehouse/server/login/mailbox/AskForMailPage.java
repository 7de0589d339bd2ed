package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.Underway;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.frame.PageFrame;
import dev.gatehouse.server.page.view.CheckMailView;
import dev.gatehouse.server.page.view.ForgotView;
import dev.gatehouse.server.page.view.Page;
import dev.gatehouse.server.page.view.ResendView;
import dev.gatehouse.server.realm.MailRules;
import java.time.Duration;
import java.util.Set;

/**
 * Asks for a link by mail: to a new password, or to confirm a sign-up. The answer does not depend
 * on who has the address.
 */
public final class AskForMailPage {
  private static final Set<String> FIELDS =
      Set.of(CsrfGuard.FIELD, EmailField.NAME, Underway.FIELD);

  private final MailRequest.Kind kind;
  private final BrowserPages pages;
  private final AskForMail ask;

  private AskForMailPage(MailRequest.Kind kind, BrowserPages pages, AskForMail ask) {
    this.kind = kind;
    this.pages = pages;
    this.ask = ask;
  }

  /** {@code /forgot}: a new password. */
  public static AskForMailPage forgot(BrowserPages pages, AskForMail ask) {
    return new AskForMailPage(MailRequest.Kind.PASSWORD_RESET, pages, ask);
  }

  /** {@code /resend}: the mail again that confirms a sign-up. */
  public static AskForMailPage resend(BrowserPages pages, AskForMail ask) {
    return new AskForMailPage(MailRequest.Kind.VERIFICATION, pages, ask);
  }

  /** The page. */
  public Answer show(Exchange exchange) throws Refusal {
    Underway underway = pages.underway(exchange, exchange.query());
    return pages.answer(page(exchange, underway, "", FormErrors.none()));
  }

  /** Its form: "look into your mailbox", whoever asked. */
  public Answer submit(Exchange exchange) throws Refusal {
    pages.sender(exchange);
    Parameters form = exchange.form().only(FIELDS);
    Underway underway = pages.underway(exchange, form);
    EmailField email = EmailField.read(form, FormErrors.none());
    if (email.address().isEmpty()) {
      return pages.again(page(exchange, underway, email.typed(), email.errors()));
    }
    ask.ask(exchange, kind, email.address().get(), underway);
    return pages.answer(
        new CheckMailView(
            pages.plain(exchange),
            answered(),
            email.address().get().address(),
            validity(ask.realm(exchange).mail()),
            exchange.site().path(underway.on(path())),
            exchange.site().path(underway.on("/sign-in"))));
  }

  private String path() {
    return switch (kind) {
      case PASSWORD_RESET -> "/forgot";
      case VERIFICATION -> "/resend";
    };
  }

  private CheckMailView.Kind answered() {
    return switch (kind) {
      case PASSWORD_RESET -> CheckMailView.Kind.FORGOT;
      case VERIFICATION -> CheckMailView.Kind.RESEND;
    };
  }

  private Duration validity(MailRules rules) {
    return switch (kind) {
      case PASSWORD_RESET -> rules.resetTtl();
      case VERIFICATION -> rules.verifyTtl();
    };
  }

  private Page page(Exchange exchange, Underway underway, String typed, FormErrors errors)
      throws Refusal {
    PageFrame frame = pages.withForm(exchange);
    String action = exchange.site().path(path());
    String back = exchange.site().path(underway.on("/sign-in"));
    return switch (kind) {
      case PASSWORD_RESET -> new ForgotView(frame, action, underway.field(), typed, errors, back);
      case VERIFICATION -> new ResendView(frame, action, underway.field(), typed, errors, back);
    };
  }
}
