package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.audit.GroupCommit;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.Transactions;
import java.util.Optional;

/** Transactions, and the records of what is done in them. */
public record Records(Transactions transactions, AuditLog audit, GroupCommit commits) {

  /** Begins an act of this request. */
  public Attempt attempt(EventType type, Exchange exchange) {
    return audit.attempt(type, exchange.origin());
  }

  /** Records a refusal that the person reads beside a field. */
  public void refused(Exchange exchange, TenantId tenant, Attempt attempt, Reason reason) {
    commits.refused(exchange.realm(), Optional.of(tenant), attempt, Refusal.of(reason));
  }
}
