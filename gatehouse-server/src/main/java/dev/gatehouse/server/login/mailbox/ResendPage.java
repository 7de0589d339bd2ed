package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.view.CheckMailView;
import dev.gatehouse.server.page.view.ResendView;
import java.util.Set;

/**
 * Asks for the mail again that confirms a sign-up. The answer does not depend on who has the
 * address.
 */
public final class ResendPage {
  private static final String PATH = "/resend";
  private static final Set<String> FIELDS = Set.of(CsrfGuard.FIELD, EmailField.NAME);

  private final BrowserPages pages;
  private final AskForMail ask;

  public ResendPage(BrowserPages pages, AskForMail ask) {
    this.pages = pages;
    this.ask = ask;
  }

  /** {@code GET /resend}. */
  public Answer show(Exchange exchange) throws Refusal {
    return pages.answer(page(exchange, "", FormErrors.none()));
  }

  /** {@code POST /resend}: "look into your mailbox", whoever asked. */
  public Answer submit(Exchange exchange) throws Refusal {
    pages.sender(exchange);
    EmailField email = EmailField.read(exchange.form().only(FIELDS), FormErrors.none());
    if (email.address().isEmpty()) {
      return pages.again(page(exchange, email.typed(), email.errors()));
    }
    ask.ask(exchange, MailRequest.Kind.VERIFICATION, email.address().get());
    return pages.answer(
        new CheckMailView(
            pages.plain(exchange),
            CheckMailView.Kind.RESEND,
            email.address().get().address(),
            ask.realm(exchange).mail().verifyTtl(),
            exchange.site().path(PATH),
            exchange.site().path("/sign-in")));
  }

  private ResendView page(Exchange exchange, String typed, FormErrors errors) throws Refusal {
    return new ResendView(
        pages.withForm(exchange),
        exchange.site().path(PATH),
        null,
        typed,
        errors,
        exchange.site().path("/sign-in"));
  }
}
