package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import java.util.regex.Pattern;

/** The maximum age of the sign-in is a whole number of seconds (OpenID Connect Core §3.1.2.1). */
final class CheckMaxAge implements AuthorizationRule {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    if (request.find("max_age").filter(age -> !SECONDS.matcher(age).matches()).isPresent()) {
      throw Refusal.of(Reason.PARAMETER_INVALID, "max_age");
    }
  }
}
