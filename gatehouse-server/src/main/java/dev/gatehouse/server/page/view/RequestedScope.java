package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.text.Messages;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing an application asks for.
 *
 * @param scope name of the scope, as on the wire
 * @param description the realm's words for it, or null if it has none
 */
public record RequestedScope(String scope, @Nullable String description) {
  // OpenID Connect Core §5.4 and §11
  private static final Set<String> STANDARD =
      Set.of("openid", "profile", "email", "address", "phone", "offline_access");

  /** What it means, in words; the bare name if nobody has described it. */
  public String words(Messages messages) {
    if (STANDARD.contains(scope)) {
      return messages.text("scope." + scope.replace('_', '-'));
    }
    return description == null ? messages.text("scope.other", "scope", scope) : description;
  }
}
