package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.RealmId;
import java.util.Map;
import java.util.Optional;

/**
 * The whole way of a key that signs nothing yet: it signs a probe, a server publishes it, and finds
 * and verifies by it as it would a token. The probe has a type of its own and is worth nothing.
 */
public final class KeyRehearsal {
  private static final String TYP = "key-rehearsal+jwt";

  private final CryptoProviders providers;
  private final TokenSigner signer;
  private final StrictJson json = new StrictJson();

  public KeyRehearsal(CryptoProviders providers, TokenSigner signer) {
    this.providers = providers;
    this.signer = signer;
  }

  /**
   * What a server is to verify.
   *
   * @param kid the next key of the ring
   * @param token what it signed
   */
  public record Probe(RealmId realm, Ring ring, String kid, String token) {}

  /** A probe signed by a key that is next. */
  public Probe sign(RealmId realm, SigningKey next) {
    String token = signer.rehearse(next, TYP, Map.of("kid", next.kid()));
    return new Probe(realm, next.ring(), next.kid(), token);
  }

  /** What is wrong with the probe's key on this server, or nothing. */
  public Optional<String> problem(KeyRing ring, Probe probe) {
    String key = probe.realm() + " " + probe.ring() + " " + probe.kid();
    boolean published =
        ring.published(probe.realm()).stream().anyMatch(it -> it.kid().equals(probe.kid()));
    if (!published) {
      return Optional.of(key + " is not published");
    }
    return isVerified(ring, probe) ? Optional.empty() : Optional.of(key + " does not verify");
  }

  private boolean isVerified(KeyRing ring, Probe probe) {
    var keys =
        new SignatureCheck.KeyPairs(
            providers,
            probe.ring().algorithm(),
            kid -> ring.find(probe.realm(), probe.ring().use(), kid),
            ProvedSignatures.none());
    String[] parts = probe.token().split("\\.", -1);
    if (parts.length != 3) {
      return false;
    }
    String input = parts[0] + "." + parts[1];
    Optional<byte[]> signature = Base64Url.decode(parts[2]);
    return signature.isPresent()
        && Base64Url.decode(parts[0])
            .flatMap(json::object)
            .filter(header -> keys.flaw(header, input, signature.get()).isEmpty())
            .isPresent();
  }
}
