package dev.gatehouse.server.admin;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.AppliedRealms.Digests;
import dev.gatehouse.server.realm.RealmDocument;
import dev.gatehouse.server.realm.SecretDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Draws the secret of each client that asks for one and has none yet; keeps the others. */
final class Drawing {
  private static final int SECRET_BYTES = 32;

  private final Map<ClientId, SecretDigest> kept;
  private final Map<ClientId, SecretDigest> digests = new HashMap<>();
  private final Map<ClientId, Secret> drawn = new HashMap<>();

  private Drawing(Map<ClientId, SecretDigest> kept) {
    this.kept = kept;
  }

  static Drawing of(Map<RealmId, RealmDocument> current, RealmId realm) {
    return new Drawing(
        Optional.ofNullable(current.get(realm)).map(RealmDocument::digests).orElse(Map.of()));
  }

  /** The digests as a reader of the file asks for them. */
  Digests in(Csprng random) {
    return client ->
        Optional.of(digests.computeIfAbsent(client, asked -> keptOrDrawn(asked, random)));
  }

  private SecretDigest keptOrDrawn(ClientId client, Csprng random) {
    SecretDigest digest = kept.get(client);
    if (digest != null) {
      return digest;
    }
    Secret secret =
        Secret.of(
            Base64.getUrlEncoder().withoutPadding().encodeToString(random.bytes(SECRET_BYTES)));
    drawn.put(client, secret);
    return SecretDigest.of(secret);
  }

  /** Of every client that asked. */
  Map<ClientId, SecretDigest> digests() {
    return digests;
  }

  /** What nobody has seen yet. */
  Map<ClientId, Secret> drawn() {
    return drawn;
  }
}
