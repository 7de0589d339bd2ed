package dev.gatehouse.server.oauth.family;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.oauth.bearer.AccessTokens;
import dev.gatehouse.server.oauth.code.AuthorizationCode;
import dev.gatehouse.server.oauth.grant.GrantedClaims;
import dev.gatehouse.server.oauth.grant.Subject;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads, from the primary and in one statement, whether what a token rests on still stands. */
public interface StandingStore {
  /** That of the database. */
  static StandingStore ofDatabase() {
    return new JdbcStandingStore();
  }

  /**
   * The standing of a session's person towards a client.
   *
   * @param rs revocations with a higher number count
   */
  Standing find(TenantTx tx, AuthorizationCode.Holder holder, long rs);

  /**
   * What an access token claims to rest on.
   *
   * @param roles what it says its person was given
   */
  record Presented(PrincipalId principal, UUID family, List<String> roles, long rs) {
    public static Presented of(AccessTokens.Bearer bearer) {
      return new Presented(bearer.principal(), bearer.id().family(), bearer.roles(), bearer.rs());
    }
  }

  /**
   * What an access token rests on.
   *
   * @param claims what its grant tells besides the claims of its scopes
   * @param roles what its person was given by now
   */
  record Behind(Subject.Person person, GrantedClaims claims, List<String> roles) {}

  /** What an access token rests on, now; empty when any of it was revoked or has ended. */
  Optional<Behind> behind(TenantTx tx, Presented token);
}
