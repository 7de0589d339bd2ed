package dev.gatehouse.server.management;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.oauth.management.ManagementTokens;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;

/**
 * What a caller of the management API shows: every kind there is stands here. Another kind, such as
 * an API token, is one more record and one more line in {@link #take}.
 */
sealed interface ApiCredential {
  /**
   * Whose it is.
   *
   * @param scopes what it may be used for
   */
  record Holder(TenantId tenant, PrincipalId principal, ClientId client, List<String> scopes) {
    public Holder {
      scopes = List.copyOf(scopes);
    }
  }

  /** The credential of the request, genuine by itself; whether it stands is not yet known. */
  static ApiCredential take(Exchange exchange, ManagementTokens tokens) throws Refusal {
    return new AccessToken(tokens, tokens.take(exchange));
  }

  /** Whose it is. */
  Holder holder();

  /** Refuses it when anything it rests on was revoked until now. */
  void requireLive(Exchange exchange) throws Refusal;

  /** The roles that its holder has now; refuses where anything it rests on has ended. */
  List<String> roles(TenantTx tx) throws Refusal;

  /** Records its use, as often as uses are recorded. */
  void used(Exchange exchange);

  /** Records that it was refused. */
  void refused(Exchange exchange, Refusal refusal);

  /** An access token of the realm for its management API. */
  record AccessToken(ManagementTokens tokens, ManagementTokens.Presented presented)
      implements ApiCredential {
    @Override
    public Holder holder() {
      return new Holder(
          presented.tenant(), presented.principal(), presented.client(), presented.scopes());
    }

    @Override
    public void requireLive(Exchange exchange) throws Refusal {
      tokens.requireLive(exchange, presented);
    }

    @Override
    public List<String> roles(TenantTx tx) throws Refusal {
      return tokens.roles(tx, presented);
    }

    @Override
    public void used(Exchange exchange) {
      tokens.used(exchange, presented);
    }

    @Override
    public void refused(Exchange exchange, Refusal refusal) {
      tokens.refused(exchange, presented, refusal);
    }
  }
}
