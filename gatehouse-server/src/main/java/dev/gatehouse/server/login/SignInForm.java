package dev.gatehouse.server.login;

import dev.gatehouse.server.crypto.PasswordText;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.form.FormProblem;
import dev.gatehouse.server.principal.EmailAddress;
import java.util.Map;
import java.util.Optional;

/**
 * The sign-in form as typed, checked as far as that goes without knowing anybody.
 *
 * @param checked present exactly when there are no errors
 */
record SignInForm(String email, String organisation, Optional<Checked> checked, FormErrors errors) {
  private static final int LONGEST_ORGANISATION = 100;

  /** What can be an address and a password. */
  record Checked(EmailAddress address, PasswordText password) {}

  static SignInForm read(Parameters form) {
    String email = form.text("email");
    String organisation = form.text("organisation").strip();
    FormErrors errors = FormErrors.none();
    Optional<EmailAddress> address = EmailAddress.parse(email);
    if (address.isEmpty()) {
      errors =
          errors.with(
              "email", email.isBlank() ? FormProblem.EMAIL_MISSING : FormProblem.EMAIL_INVALID);
    }
    Optional<PasswordText> password = Optional.empty();
    switch (PasswordText.normalise(Secret.of(form.text("password")))) {
      case PasswordText.Ok(PasswordText text) -> password = Optional.of(text);
      case PasswordText.Malformed(PasswordText.Flaw flaw) ->
          errors = errors.with("password", problem(flaw), Map.of("max", PasswordText.LONGEST));
    }
    if (organisation.length() > LONGEST_ORGANISATION) {
      errors = errors.with("organisation", FormProblem.ORGANISATION_TOO_LONG);
    }
    Optional<Checked> checked =
        errors.isEmpty() && address.isPresent() && password.isPresent()
            ? Optional.of(new Checked(address.get(), password.get()))
            : Optional.empty();
    return new SignInForm(email, organisation, checked, errors);
  }

  private static FormProblem problem(PasswordText.Flaw flaw) {
    return switch (flaw) {
      case EMPTY -> FormProblem.PASSWORD_MISSING;
      case TOO_LONG -> FormProblem.PASSWORD_TOO_LONG;
      case NUL, LONE_SURROGATE -> FormProblem.PASSWORD_UNREADABLE;
    };
  }
}
