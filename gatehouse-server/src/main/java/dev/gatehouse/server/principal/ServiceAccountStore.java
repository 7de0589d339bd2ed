package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;
import java.util.Optional;

/** The service accounts of a tenant, at most one a client. */
public interface ServiceAccountStore {
  /** The service accounts in the database. */
  static ServiceAccountStore ofDatabase() {
    return new JdbcServiceAccountStore();
  }

  /** As whom the client acts in the transaction's tenant. */
  Optional<ServiceAccount> find(TenantTx tx, ClientId client);

  /** Makes the account, as an effect; false where the client has one. */
  boolean create(TenantTx tx, PrincipalId id, ClientId client, String name, List<String> roles);

  /** Gives the account these roles and no other, as an effect; false where it has them. */
  boolean setRoles(TenantTx tx, PrincipalId id, List<String> roles);
}
