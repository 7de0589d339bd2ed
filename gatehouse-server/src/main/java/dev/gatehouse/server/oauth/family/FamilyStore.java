package dev.gatehouse.server.oauth.family;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.oauth.grant.Subject;
import dev.gatehouse.server.storage.TenantTx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where token families are kept. */
public interface FamilyStore {
  /** That of the database. */
  static FamilyStore ofDatabase() {
    return new JdbcFamilyStore();
  }

  /**
   * How often a family rotates at most: every five minutes for thirty days, and more. An ancestor
   * is recognised by walking to it, so its length is what a wrong token may cost.
   */
  int MOST_ROTATIONS = 10_000;

  /**
   * Begins a family.
   *
   * @param digest of its first refresh token; empty when it has none
   */
  void begin(TenantTx tx, TokenFamily family, Optional<byte[]> digest, Origin origin);

  /**
   * A refresh under way.
   *
   * @param client who asks
   * @param presented digest of the token it has
   * @param successor digest of the one it will get
   * @param key thumbprint of the key that the client proved to have
   * @param wanted the scopes asked for; none means all
   * @param reachable every audience that the client may have tokens for by now
   * @param idle how long the family lives on without use
   * @param grace how long ago at most the token may have been replaced
   */
  record Refresh(
      UUID family,
      ClientId client,
      byte[] presented,
      byte[] successor,
      Optional<String> key,
      Scopes wanted,
      List<String> reachable,
      Duration idle,
      Duration grace) {}

  /** A family and whom it is about. */
  record Live(TokenFamily family, Subject subject) {}

  /**
   * Makes the successor current, if the presented token is and everything it rests on stands: one
   * statement, so of many at the same time one wins.
   */
  Optional<Live> rotate(TenantTx tx, Refresh refresh);

  /**
   * The same family when the successor is current already, was made within the grace, and
   * everything stands.
   */
  Optional<Live> retry(TenantTx tx, Refresh refresh);

  /** A family as it is, to find out why it did not rotate. */
  record State(
      TokenFamily family,
      byte[] digest,
      int generation,
      Instant rotatedAt,
      boolean revoked,
      boolean principalActive,
      boolean sessionLive) {
    /** Whether a refresh would go through for its current token. */
    public boolean isLive(Instant now) {
      return !revoked
          && principalActive
          && sessionLive
          && now.isBefore(family.idleExpires())
          && now.isBefore(family.expires());
    }
  }

  /** The family as it is now. */
  Optional<State> find(TenantTx tx, UUID family);

  /** The family, locked until the transaction ends; empty when there is none or it has no token. */
  Optional<State> lock(TenantTx tx, UUID family);

  /**
   * Revokes, and stays revoked when the request is refused.
   *
   * @return whether it was live before
   */
  boolean revoke(TenantTx tx, UUID family, String reason);

  /** Whether there is such a family, alive or not. */
  boolean exists(TenantTx tx, UUID family);

  /** An offline session as its owner sees it; the browser is the one they gave it in. */
  record Offline(
      UUID family,
      ClientId client,
      Scopes scopes,
      Instant since,
      Optional<Instant> lastUsed,
      String userAgent) {}

  /** The live offline families of a person, newest first. */
  List<Offline> offline(TenantTx tx, PrincipalId principal);

  /**
   * Ends an offline family of this person, as an effect.
   *
   * @return whose client it was; empty when there is no such one alive
   */
  Optional<ClientId> endOffline(TenantTx tx, PrincipalId principal, UUID family, String reason);

  /** When each client last got tokens for the person by a grant that was not ended. */
  Map<ClientId, Instant> lastUsed(TenantTx tx, PrincipalId principal);

  /** Ends every family that a client has of this person, as an effect, and says which. */
  List<UUID> endAll(TenantTx tx, PrincipalId principal, ClientId client, String reason);
}
