package dev.gatehouse.server.credential;

import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.principal.EmailAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A link about to be issued. Its token is made before the transaction, because the mail that
 * carries it is.
 *
 * @param token of the link's kind; only its digest is stored
 * @param browser digest of the browser it is bound to
 * @param life how long it works
 */
public record NewLink(
    LinkKind kind,
    OpaqueToken token,
    Optional<PrincipalId> person,
    Optional<byte[]> browser,
    Optional<EmailAddress> address,
    Duration life) {
  public NewLink {
    if (token.kind() != kind.token()) {
      throw new IllegalArgumentException("a " + kind + " link with a token for another use");
    }
  }

  /** The same, bound to the browser that asked. */
  public NewLink boundTo(Optional<byte[]> asking) {
    return new NewLink(kind, token, person, asking, address, life);
  }
}
