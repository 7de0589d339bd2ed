package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.form.FormProblem;
import dev.gatehouse.server.principal.EmailAddress;
import java.util.Optional;

/**
 * The field {@code email} of a form.
 *
 * @param typed as it was, to be shown again
 * @param address present exactly when it is one
 * @param errors those of the form so far, and what is wrong with the address
 */
public record EmailField(String typed, Optional<EmailAddress> address, FormErrors errors) {
  static final String NAME = "email";

  /** Reads and checks. */
  public static EmailField read(Parameters form, FormErrors errors) {
    String typed = form.text(NAME);
    Optional<EmailAddress> address = EmailAddress.parse(typed);
    FormProblem problem = typed.isBlank() ? FormProblem.EMAIL_MISSING : FormProblem.EMAIL_INVALID;
    return new EmailField(
        typed, address, address.isPresent() ? errors : errors.with(NAME, problem));
  }
}
