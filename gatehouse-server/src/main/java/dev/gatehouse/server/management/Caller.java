package dev.gatehouse.server.management;

import dev.gatehouse.server.access.Rights;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.realm.ManagementAct;
import dev.gatehouse.server.realm.Permission;
import dev.gatehouse.server.realm.Realm;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who calls, as of the transaction at hand: one principal of one tenant, through one application.
 * Only the gate makes one.
 */
public final class Caller {
  private final Realm realm;
  private final ApiCredential.Holder holder;
  private final Rights rights;

  Caller(Realm realm, ApiCredential.Holder holder, Rights rights) {
    this.realm = realm;
    this.holder = holder;
    this.rights = rights;
  }

  /** The one tenant the caller acts in. */
  public TenantId tenant() {
    return holder.tenant();
  }

  public PrincipalId principal() {
    return holder.principal();
  }

  public ClientId client() {
    return holder.client();
  }

  public Realm realm() {
    return realm;
  }

  /** The roles and permissions that the caller has now. */
  public Rights rights() {
    return rights;
  }

  /** Whether both hold: the application's scope, asked before, and the person's permission. */
  public boolean may(ManagementAct act) {
    Set<String> held =
        rights.permissions().stream().map(Permission::name).collect(Collectors.toSet());
    return realm.management().permission(act).filter(held::contains).isPresent();
  }

  void require(ManagementAct act) throws Refusal {
    if (!may(act)) {
      throw Refusal.of(Reason.MANAGEMENT_PERMISSION);
    }
  }
}
