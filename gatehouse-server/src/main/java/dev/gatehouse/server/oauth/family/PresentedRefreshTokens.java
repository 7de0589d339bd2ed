package dev.gatehouse.server.oauth.family;

import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.storage.TenantTx;
import java.util.Optional;

/** Finds the family of a refresh token that is presented to be looked at and not to be used. */
public final class PresentedRefreshTokens {
  private final FamilyStore families;
  private final RefreshChain chain;

  public PresentedRefreshTokens(FamilyStore families, RefreshChain chain) {
    this.families = families;
    this.chain = chain;
  }

  /**
   * A family and where the token stands in it.
   *
   * @param current whether it is the one that refreshes now
   */
  public record Found(FamilyStore.State state, boolean current) {}

  /** The family of a refresh token; empty for a token that never was one of ours. */
  public Optional<Found> find(TenantTx tx, OpaqueToken token) {
    return families
        .find(tx, token.id())
        .flatMap(state -> {
          var age = chain.age(token, state.digest(), state.generation());
          return age.isPresent()
              ? Optional.of(new Found(state, age.getAsInt() == 0))
              : Optional.empty();
        });
  }
}
