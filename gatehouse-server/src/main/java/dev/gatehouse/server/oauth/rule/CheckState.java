package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import java.util.Optional;

/** The state is printable ASCII (RFC 6749 Appendix A.5), 512 characters at most. */
public final class CheckState implements AuthorizationRule {
  static final int MOST = 512;

  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    Optional<String> state = request.find("state");
    if (state.isPresent() && state.get().length() > MOST) {
      throw Refusal.of(Reason.PARAMETER_TOO_LONG, "state");
    }
    if (state.isPresent() && !isPrintable(state.get())) {
      throw Refusal.of(Reason.PARAMETER_INVALID, "state");
    }
  }

  /** Whether the state may stand in an answer; of a bad one nothing is sent back. */
  public static boolean isGood(String state) {
    return state.length() <= MOST && isPrintable(state);
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
  }
}
