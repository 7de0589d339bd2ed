package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.audit.GroupCommit;
import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.oauth.family.IssuedGrant;
import dev.gatehouse.server.oauth.grant.Audiences;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.principal.ServiceAccount;
import dev.gatehouse.server.principal.ServiceAccountStore;
import dev.gatehouse.server.realm.Client;
import java.util.List;
import java.util.Optional;

/**
 * Tokens for a client that acts for itself (RFC 6749 §4.4): as its service account in one tenant,
 * which is the one it is bound to or the one it names.
 */
public final class ClientCredentialsGrant {
  private final GrantTransactions grants;
  private final AuditLog audit;
  private final ServiceAccountStore accounts;
  private final NamedTenants tenants;

  public ClientCredentialsGrant(
      GrantTransactions grants,
      AuditLog audit,
      ServiceAccountStore accounts,
      NamedTenants tenants) {
    this.grants = grants;
    this.audit = audit;
    this.accounts = accounts;
    this.tenants = tenants;
  }

  MachineGrant issue(
      AuthenticatedClient client, TokenRequest.ClientCredentials request, Origin origin)
      throws Refusal {
    Attempt attempt = client.through(audit.attempt(EventType.TOKEN_ISSUED, origin));
    grants.requireAllowed(client, Client.Grant.CLIENT_CREDENTIALS, attempt);
    try {
      Scopes scopes = CheckMachineScope.granted(client, request.scopes());
      List<String> audiences =
          Audiences.of(client.realm(), client.client(), request.resources(), scopes);
      TenantId tenant = tenant(client, request.tenant());
      return grants.decided(
          client,
          tenant,
          attempt,
          new GroupCommit.Reading<>(client.id(), tx -> accounts.find(tx, client.id())),
          (tx, found) -> {
            ServiceAccount account = account(found);
            attempt
                .by(account.id())
                .detail("grant_type", Client.Grant.CLIENT_CREDENTIALS.wire())
                .detail("scope", scopes.wire());
            var basis = new IssuedGrant.Basis(client, tenant, tx.now());
            return new MachineGrant(
                basis,
                account.id(),
                account.roles(),
                account.rolesEnd(),
                scopes,
                audiences,
                account.rs());
          });
    } catch (Refusal refusal) {
      // what tenant it would be is the client's word: the refusal goes to the realm's own log
      grants.refused(client, attempt, refusal);
      throw refusal;
    }
  }

  /** A tenant that is not there is answered like one in which the client may do nothing. */
  private TenantId tenant(AuthenticatedClient client, Optional<String> named) throws Refusal {
    Optional<String> bound = client.client().tenant();
    if (bound.isEmpty() && named.isEmpty()) {
      throw Refusal.of(Reason.TENANT_MISSING);
    }
    Optional<TenantId> wanted =
        named.isPresent() ? tenants.find(client.realm().id(), named.get()) : Optional.empty();
    Optional<TenantId> own =
        bound.isPresent() ? tenants.find(client.realm().id(), bound.get()) : wanted;
    if (own.isEmpty() || (named.isPresent() && !wanted.equals(own))) {
      throw Refusal.of(Reason.TENANT_NOT_GRANTED);
    }
    return own.get();
  }

  /**
   * As whom it acts, if it may. What takes the right away afterwards has a higher {@code rs} than
   * is read along here, so the token dies of it.
   */
  private static ServiceAccount account(Optional<ServiceAccount> account) throws Refusal {
    if (account.isEmpty() || !account.get().active() || account.get().roles().isEmpty()) {
      throw Refusal.of(Reason.TENANT_NOT_GRANTED);
    }
    return account.get();
  }
}
