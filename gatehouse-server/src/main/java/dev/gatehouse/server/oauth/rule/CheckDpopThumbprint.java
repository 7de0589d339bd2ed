package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import java.util.regex.Pattern;

/** {@code dpop_jkt} is the SHA-256 thumbprint of a key (RFC 9449 §10). */
final class CheckDpopThumbprint implements AuthorizationRule {
  private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    if (request.find("dpop_jkt").filter(key -> !THUMBPRINT.matcher(key).matches()).isPresent()) {
      throw Refusal.of(Reason.PARAMETER_INVALID, "dpop_jkt");
    }
  }
}
