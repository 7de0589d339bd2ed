package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.credential.PasswordRules;
import dev.gatehouse.server.crypto.PasswordText;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.form.FormProblem;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.realm.Realm;
import java.util.Optional;

/**
 * A form that makes a person, as typed. What was typed is kept to be shown again, the password
 * never.
 *
 * @param checked present exactly when there are no errors
 */
record SignUpForm(
    String name, String email, String organisation, Optional<Checked> checked, FormErrors errors) {

  /** What may become a person. */
  record Checked(String name, EmailAddress email, String organisation, PasswordText password) {}

  static SignUpForm empty() {
    return new SignUpForm("", "", "", Optional.empty(), FormErrors.none());
  }

  /**
   * Reads and checks.
   *
   * @param organisation the name the person works under, where the form does not ask for it
   */
  static SignUpForm read(
      Parameters form, Realm realm, PasswordRules rules, Optional<String> organisation) {
    TypedName name = TypedName.read(form.text("name"));
    FormErrors errors = nameErrors(name, FormErrors.none());
    EmailField email = EmailField.read(form, errors);
    TypedName organised = TypedName.read(organisation.orElse(form.text("organisation")));
    errors = organisationErrors(organised, email.errors());
    NewPassword password =
        NewPassword.check(
            rules,
            realm,
            new NewPassword.Owner(name.value(), organised.value(), email.address()),
            Secret.of(form.text("password")),
            "password",
            errors);
    Optional<Checked> checked =
        password.errors().isEmpty()
            ? Optional.of(
                new Checked(
                    name.value(),
                    email.address().orElseThrow(),
                    organised.value(),
                    password.accepted().orElseThrow()))
            : Optional.empty();
    return new SignUpForm(
        form.text("name"),
        form.text("email"),
        form.text("organisation"),
        checked,
        password.errors());
  }

  static FormErrors nameErrors(TypedName name, FormErrors errors) {
    return name.flaw()
        .map(flaw ->
            errors.with(
                "name",
                switch (flaw) {
                  case MISSING -> FormProblem.NAME_MISSING;
                  case TOO_LONG -> FormProblem.NAME_TOO_LONG;
                  case INVALID -> FormProblem.NAME_INVALID;
                }))
        .orElse(errors);
  }

  private static FormErrors organisationErrors(TypedName organisation, FormErrors errors) {
    return organisation
        .flaw()
        .map(flaw ->
            errors.with(
                "organisation",
                switch (flaw) {
                  case MISSING -> FormProblem.ORGANISATION_MISSING;
                  case TOO_LONG -> FormProblem.ORGANISATION_TOO_LONG;
                  case INVALID -> FormProblem.ORGANISATION_INVALID;
                }))
        .orElse(errors);
  }
}
