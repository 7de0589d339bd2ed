package dev.gatehouse.server.oauth.consent;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.storage.TenantTx;
import java.time.Instant;
import java.util.List;

/** What people allowed clients to have. */
public interface ConsentStore {
  /** That of the database. */
  static ConsentStore ofDatabase() {
    return new JdbcConsentStore();
  }

  /** The scopes the person allowed the client; none where they never did. */
  Scopes find(TenantTx tx, PrincipalId principal, ClientId client);

  /** The same, kept from being withdrawn until the transaction ends. */
  Scopes hold(TenantTx tx, PrincipalId principal, ClientId client);

  /** Holds it against whoever makes use of it until the transaction ends. */
  void lock(TenantTx tx, PrincipalId principal, ClientId client);

  /** What a person allowed a client. */
  record Consent(ClientId client, Scopes scopes, Instant since) {}

  /** Everything that a person allowed. */
  List<Consent> all(TenantTx tx, PrincipalId principal);

  /**
   * Takes it back, as an effect.
   *
   * @return whether there was any
   */
  boolean withdraw(TenantTx tx, PrincipalId principal, ClientId client);

  /** Adds the scopes to those allowed before. */
  void allow(TenantTx tx, PrincipalId principal, ClientId client, Scopes scopes);
}
