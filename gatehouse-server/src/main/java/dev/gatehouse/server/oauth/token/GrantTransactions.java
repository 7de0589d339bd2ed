package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.GroupCommit;
import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.oauth.grant.CheckGrantAllowed;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.Tx;
import dev.gatehouse.server.storage.Work;
import java.util.Optional;

/**
 * Opens the transaction in the tenant that a presented code or token names. Until it proved genuine
 * that name is the sender's word: the record of the refusal then goes to the realm's own log, not
 * into the log of a tenant that anybody could have written there.
 */
public final class GrantTransactions {
  private final Transactions transactions;
  private final GroupCommit commits;

  public GrantTransactions(Transactions transactions, GroupCommit commits) {
    this.transactions = transactions;
    this.commits = commits;
  }

  /** What is presented, and how to refuse what never was genuine. */
  record Presented(OpaqueToken.Kind kind, RealmId realm, String text, Reason unknown) {}

  /** Refuses a client that may not use the grant type; no tenant is known yet. */
  void requireAllowed(AuthenticatedClient client, Client.Grant grant, Attempt attempt)
      throws Refusal {
    try {
      CheckGrantAllowed.check(client.client(), grant);
    } catch (Refusal refusal) {
      refused(client, attempt, refusal);
      throw refusal;
    }
  }

  /** Records a refusal in the realm's own log, unless it is recorded already. */
  void refused(AuthenticatedClient client, Attempt attempt, Refusal refusal) {
    if (!refusal.isRecorded()) {
      record(client.realm().id(), attempt, refusal);
    }
  }

  /** What writes nothing but its record, in one transaction with others of the tenant. */
  <V, T> T decided(
      AuthenticatedClient client,
      TenantId tenant,
      Attempt attempt,
      GroupCommit.Reading<V> reading,
      GroupCommit.Decision<V, T> decision)
      throws Refusal {
    return commits.decided(client.realm().id(), tenant, attempt, reading, decision);
  }

  /** In the realm's own log; what anybody could have sent is left to be counted. */
  private void record(RealmId realm, Attempt attempt, Refusal refusal) {
    if (attempt.records(refusal.reason())) {
      commits.refused(realm, Optional.empty(), attempt, refusal);
    }
  }

  /** What is done with a well-formed token. */
  @FunctionalInterface
  interface Grant<T> {
    T in(TenantTx tx, OpaqueToken token) throws Refusal;
  }

  <T> T with(Presented presented, Attempt attempt, Grant<T> grant) throws Refusal {
    try {
      OpaqueToken token = parse(presented);
      Work<TenantTx, T> work = tx -> grant.in(tx, token);
      return transactions.inTenant(
          token.realm(), token.tenant(), new OnceGenuine(attempt, presented.unknown()), work);
    } catch (Refusal refusal) {
      if (refusal.reason() == presented.unknown()) {
        record(presented.realm(), attempt, refusal);
      }
      throw refusal;
    }
  }

  private static OpaqueToken parse(Presented presented) throws Refusal {
    Optional<OpaqueToken> token =
        OpaqueToken.parse(presented.kind(), presented.realm(), presented.text());
    if (token.isEmpty()) {
      throw Refusal.of(presented.unknown());
    }
    return token.get();
  }

  private record OnceGenuine(Attempt attempt, Reason unknown) implements Attempted {
    @Override
    public boolean refused(Tx tx, Refusal refusal) {
      return refusal.reason() != unknown && attempt.refused(tx, refusal);
    }

    @Override
    public void beforeCommit() {
      attempt.beforeCommit();
    }

    @Override
    public Runnable restorePoint() {
      return attempt.restorePoint();
    }
  }
}
