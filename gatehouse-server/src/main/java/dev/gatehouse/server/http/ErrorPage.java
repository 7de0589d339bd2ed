package dev.gatehouse.server.http;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import java.util.Optional;

/** Shows a person what was refused, in the look of the realm where one is known. */
@FunctionalInterface
public interface ErrorPage {
  /**
   * The page.
   *
   * @param languages the {@code Accept-Language} header, empty when absent
   */
  String render(Optional<RealmId> realm, Refusal refusal, String requestId, String languages);
}
