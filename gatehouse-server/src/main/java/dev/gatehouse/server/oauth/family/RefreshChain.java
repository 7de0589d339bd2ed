package dev.gatehouse.server.oauth.family;

import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.crypto.MacPurpose;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.crypto.OpaqueToken;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * The refresh tokens of a family, each made from the one before: its secret is a keyed digest of
 * the whole predecessor. So a retry gets the same successor without anything being kept, and an
 * older token is told from garbage by walking on from it to the one that is current.
 */
public final class RefreshChain {
  private final Macs macs;

  public RefreshChain(Macs macs) {
    this.macs = macs;
  }

  /** The one token that follows. */
  public OpaqueToken successor(OpaqueToken token) {
    byte[] secret =
        macs.mac(MacPurpose.REFRESH_SUCCESSOR, token.wire().getBytes(StandardCharsets.US_ASCII));
    return OpaqueToken.of(token.kind(), token.realm(), token.tenant(), token.id(), secret);
  }

  /**
   * How many rotations ago the token was current.
   *
   * @param current digest of the token that is current now
   * @param generation how many rotations there were: no genuine token is older
   * @return 0 for the current one, nothing for a token that never was one
   */
  OptionalInt age(OpaqueToken presented, byte[] current, int generation) {
    OpaqueToken token = presented;
    for (int age = 0; age <= generation; age++) {
      if (Digests.equal(token.digest(), current)) {
        return OptionalInt.of(age);
      }
      token = successor(token);
    }
    return OptionalInt.empty();
  }
}
