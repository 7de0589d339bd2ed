package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import java.util.Map;

/**
 * A realm file as it was applied: what counts until the next one.
 *
 * @param realm the realm it declares
 * @param version the number of the apply, over all realms
 * @param text the file; secrets stand in it as references alone
 * @param digests of the secrets that were made for clients whose secret is {@code generate}
 */
public record RealmDocument(
    RealmId realm, long version, String text, Map<ClientId, SecretDigest> digests) {
  public RealmDocument {
    digests = Map.copyOf(digests);
  }

  /** Whether the realm was taken away by this apply. */
  public boolean isRemoval() {
    return text.isEmpty();
  }
}
