package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The service accounts of a tenant, at most one a client. */
public interface ServiceAccountStore {
  /** The service accounts in the database. */
  static ServiceAccountStore ofDatabase() {
    return new JdbcServiceAccountStore();
  }

  /** As whom the client acts in the transaction's tenant. */
  Optional<ServiceAccount> find(TenantTx tx, ClientId client);

  /**
   * An access token of a service account, as it names itself.
   *
   * @param family the first half of its {@code jti}
   * @param roles what it says the account was given
   * @param rs revocations with a higher number count
   */
  record Presented(
      ClientId client, PrincipalId principal, UUID family, List<String> roles, long rs) {
    public Presented {
      roles = List.copyOf(roles);
    }
  }

  /** Whether everything the token rests on stands: account, tenant, and nothing is revoked. */
  boolean isAlive(TenantTx tx, Presented token);

  /** Makes the account, as an effect; false where the client has one. */
  boolean create(TenantTx tx, PrincipalId id, ClientId client, String name, List<String> roles);

  /** Gives the account these roles and no other, as an effect; false where it has them. */
  boolean setRoles(TenantTx tx, PrincipalId id, List<String> roles);
}
