package dev.gatehouse.server.admin;

import dev.gatehouse.server.admin.ErasureStore.Ending;
import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.crypto.MacPurpose;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.WorkerTransactions;
import dev.gatehouse.server.tenant.Tenant;
import dev.gatehouse.server.tenant.TenantLife;
import dev.gatehouse.server.tenant.TenantLifeStore;
import dev.gatehouse.server.tenant.TenantStatus;
import dev.gatehouse.server.tenant.TenantStore;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases tenants whose time has come: the server forgets what they are called, the worker deletes
 * their rows, the server notes that nothing is left. Any number of servers may do it at once, and
 * one goes on where another stopped.
 */
public final class TenantErasure {
  private static final Logger LOG = LoggerFactory.getLogger(TenantErasure.class);
  private static final int TENANTS = 10;
  private static final int PEOPLE = 200;

  private final Transactions transactions;
  private final WorkerTransactions worker;
  private final AuditLog audit;
  private final TenantStore tenants;
  private final Macs macs;
  private final TenantLifeStore lives = TenantLifeStore.ofDatabase();
  private final ErasureStore store = new JdbcErasureStore();

  public TenantErasure(
      Transactions transactions,
      WorkerTransactions worker,
      AuditLog audit,
      TenantStore tenants,
      Macs macs) {
    this.transactions = transactions;
    this.worker = worker;
    this.audit = audit;
    this.tenants = tenants;
    this.macs = macs;
  }

  /** Erases some of those whose time has come. */
  public void round() {
    for (Ending ending : worker.run(tx -> store.due(tx, TENANTS))) {
      try {
        erase(ending);
      } catch (Refusal changed) {
        LOG.info("a tenant is not erased: {}", changed.reason().id());
      }
    }
  }

  private void erase(Ending ending) throws Refusal {
    if (!ending.begun()) {
      begin(ending);
    }
    int deleted;
    do {
      deleted = worker.run(tx -> store.people(tx, ending.tenant(), PEOPLE));
    } while (deleted == PEOPLE);
    worker.run(tx -> {
      store.rest(tx, ending.tenant());
      return true;
    });
    act(ending, EventType.TENANT_ERASED, TenantStatus.ERASING, lives::endErasure);
  }

  private void begin(Ending ending) throws Refusal {
    act(
        ending,
        EventType.TENANT_ERASURE_BEGUN,
        TenantStatus.DELETING,
        tx -> {
          Tenant tenant = tenants.find(tx).orElseThrow();
          lives.beginErasure(tx, digest(tx, tenant.name()), digest(tx, tenant.slug().value()));
        });
  }

  /** From which nobody tells the name, but who has it can be shown that it is the same. */
  private byte[] digest(TenantTx tx, String text) {
    return macs.mac(
        MacPurpose.TOMBSTONE,
        tx.realm().value().getBytes(StandardCharsets.UTF_8),
        text.getBytes(StandardCharsets.UTF_8));
  }

  /** What is done to a tenant in its transaction. */
  @FunctionalInterface
  private interface Step {
    void in(TenantTx tx);
  }

  /** Does it where the tenant is still as it was found; another server may have been faster. */
  private void act(Ending ending, EventType event, TenantStatus expected, Step step)
      throws Refusal {
    Attempt attempt = audit.attempt(event, Origin.SERVER).on("tenant", ending.tenant().toString());
    transactions.inTenant(
        ending.realm(),
        ending.tenant(),
        attempt,
        tx -> {
          Optional<TenantLife> life = lives.hold(tx);
          boolean due =
              life.filter(it -> it.status() == expected)
                  .filter(it -> it.eraseAfter().filter(end -> !end.isAfter(tx.now())).isPresent())
                  .isPresent();
          if (!due) {
            throw Refusal.of(Reason.CHANGED_MEANWHILE);
          }
          step.in(tx);
          attempt.succeeded(tx);
          return true;
        });
  }
}
