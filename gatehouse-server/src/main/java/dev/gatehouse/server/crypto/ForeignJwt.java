package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JWT that somebody else signed (RFC 7519): a client assertion, a DPoP proof. Parsed strictly;
 * what it says counts only after {@link #isSignedBy}, with a key that the header did not choose the
 * algorithm of.
 */
public final class ForeignJwt {
  private static final int LARGEST = 16 * 1024;
  private static final StrictJson JSON = new StrictJson();

  private final Map<String, Object> header;
  private final TokenClaims claims;
  private final String signingInput;
  private final byte[] signature;

  private ForeignJwt(
      Map<String, Object> header, TokenClaims claims, String signingInput, byte[] signature) {
    this.header = header;
    this.claims = claims;
    this.signingInput = signingInput;
    this.signature = signature;
  }

  /**
   * Reads the compact form (RFC 7515 §3.1).
   *
   * @param members the header members that are understood; any other refuses the token, so {@code
   *     crit}, {@code b64}, {@code jku}, {@code x5u} and {@code zip} do
   * @return nothing for any other shape, invalid UTF-8, a JSON member twice, or more than 16 KiB
   */
  public static Optional<ForeignJwt> parse(String text, Set<String> members) {
    String[] parts = text.length() > LARGEST ? new String[0] : text.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    Optional<Map<String, Object>> header = Base64Url.decode(parts[0]).flatMap(JSON::object);
    Optional<Map<String, Object>> claims = Base64Url.decode(parts[1]).flatMap(JSON::object);
    Optional<byte[]> signature = Base64Url.decode(parts[2]);
    if (header.isEmpty()
        || claims.isEmpty()
        || signature.isEmpty()
        || !members.containsAll(header.get().keySet())) {
      return Optional.empty();
    }
    return Optional.of(
        new ForeignJwt(
            header.get(),
            new TokenClaims(claims.get()),
            text.substring(0, text.lastIndexOf('.')),
            signature.get()));
  }

  /** A header member that is text. */
  public Optional<String> header(String name) {
    return header.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** The header's own key (RFC 7515 §4.1.3); for a DPoP proof alone. */
  public Optional<ForeignKey> embeddedKey() {
    return header.get("jwk") instanceof Map<?, ?> members
        ? ForeignKey.of(ForeignKey.members(members))
        : Optional.empty();
  }

  /** What it claims; not to be trusted before {@link #isSignedBy}. */
  public TokenClaims claims() {
    return claims;
  }

  /** Whether the key signed it, with one of the {@link ForeignKey#ALGORITHMS}. */
  public boolean isSignedBy(ForeignKey key, CryptoProviders providers) {
    return header("alg")
        .filter(ForeignKey.ALGORITHMS::contains)
        .filter(alg -> key.verifies(providers, alg, signingInput.getBytes(US_ASCII), signature))
        .isPresent();
  }
}
