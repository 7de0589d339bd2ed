package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.credential.PasswordRules;
import dev.gatehouse.server.credential.PasswordRules.Rejection;
import dev.gatehouse.server.credential.PasswordRules.Verdict;
import dev.gatehouse.server.crypto.PasswordText;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.form.FormProblem;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.realm.PasswordPolicy;
import dev.gatehouse.server.realm.Realm;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A new password as typed, held against the realm's rules.
 *
 * @param accepted present exactly when it may be set
 * @param errors those of the form so far, and what is wrong with the password
 */
public record NewPassword(Optional<PasswordText> accepted, FormErrors errors) {

  /** Whose password it shall be: nothing an attacker would try first. */
  public record Owner(String name, String organisation, Optional<EmailAddress> address) {
    List<String> names(Realm realm) {
      return List.of(
          realm.productName(),
          organisation,
          name,
          address.map(EmailAddress::localPart).orElse(""),
          address.map(EmailAddress::domain).orElse(""));
    }
  }

  /**
   * Checks.
   *
   * @param field the form's field it was typed into
   * @param errors those of the form so far
   */
  public static NewPassword check(
      PasswordRules rules,
      Realm realm,
      Owner owner,
      Secret typed,
      String field,
      FormErrors errors) {
    PasswordPolicy policy = realm.passwords();
    return switch (rules.check(typed, policy, owner.names(realm))) {
      case Verdict.Accepted(PasswordText password) ->
          new NewPassword(Optional.of(password), errors);
      case Verdict.Rejected(Rejection rejection) ->
          new NewPassword(
              Optional.empty(),
              errors.with(
                  field,
                  problem(rejection),
                  Map.of("min", policy.minLength(), "max", policy.maxLength())));
    };
  }

  private static FormProblem problem(Rejection rejection) {
    return switch (rejection) {
      case MISSING -> FormProblem.PASSWORD_MISSING;
      case TOO_SHORT -> FormProblem.PASSWORD_TOO_SHORT;
      case TOO_LONG -> FormProblem.PASSWORD_TOO_LONG;
      case UNREADABLE -> FormProblem.PASSWORD_UNREADABLE;
      case COMMON -> FormProblem.PASSWORD_COMMON;
      case OBVIOUS -> FormProblem.PASSWORD_OBVIOUS;
    };
  }
}
