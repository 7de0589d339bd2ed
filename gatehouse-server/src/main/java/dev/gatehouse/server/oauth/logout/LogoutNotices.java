package dev.gatehouse.server.oauth.logout;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;
import java.util.function.Function;

/**
 * Notes, in the transaction that ends a session, which clients must be told (OpenID Connect
 * Back-Channel Logout §2.3). However the session ends: if its end is undone nobody is told, and if
 * it is done nobody is forgotten.
 */
public final class LogoutNotices implements Sessions.Endings {
  private final Function<RealmId, Realm> realms;
  private final NoticeStore store = new JdbcNoticeStore();

  public LogoutNotices(Function<RealmId, Realm> realms) {
    this.realms = realms;
  }

  @Override
  public void ended(TenantTx tx, List<SessionId> sessions) {
    List<ClientId> clients =
        realms.apply(tx.realm()).clients().stream()
            .filter(client -> client.logout().backchannelUri().isPresent())
            .map(Client::id)
            .toList();
    store.insert(tx, sessions, clients);
  }
}
