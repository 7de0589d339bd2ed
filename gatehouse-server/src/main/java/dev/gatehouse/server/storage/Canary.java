package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import java.util.List;
import java.util.UUID;

/**
 * Two planted rows of two tenants that nobody else has. The probe reads as one and must never see
 * the other's; it runs all the time, through the same pool and the same code as every request.
 */
public final class Canary {
  /** The first tenant of the pair. */
  static final TenantId ONE = new TenantId(new UUID(0x0CA_0000_0000_8000L, 0x8000_0000_0000_0001L));

  /** The second. */
  static final TenantId OTHER =
      new TenantId(new UUID(0x0CA_0000_0000_8000L, 0x8000_0000_0000_0002L));

  private final Transactions transactions;
  private final RealmId realm;

  /**
   * @param realm any realm; the planted tenants belong to none
   */
  public Canary(Transactions transactions, RealmId realm) {
    this.transactions = transactions;
    this.realm = realm;
  }

  /** Plants the rows where they are missing. */
  public void plant() throws Refusal {
    for (TenantId tenant : new TenantId[] {ONE, OTHER}) {
      transactions.inTenant(
          realm,
          tenant,
          Attempted.NOTHING,
          tx ->
              tx.lasting()
                  .createUpdate(
                      "INSERT INTO canary (tenant_id, planted) VALUES (:tenant, :now) ON CONFLICT DO NOTHING")
                  .bind("tenant", tenant.value())
                  .bind("now", tx.now())
                  .execute());
    }
  }

  /** What the probe saw, the worst first. */
  public enum Sight {
    /** A row of another tenant: the wall is broken. */
    ANOTHERS_ROW,
    /** Not even its own row: somebody took it away, or nothing is visible at all. */
    NOTHING,
    /** Its own row and no other: the wall stands. */
    OWN_ROW
  }

  /** Reads as the one tenant and as the other. */
  public Sight look() throws Refusal {
    Sight one = sees(ONE);
    Sight other = sees(OTHER);
    return one.compareTo(other) <= 0 ? one : other;
  }

  private Sight sees(TenantId tenant) throws Refusal {
    List<UUID> seen =
        transactions.readTenant(
            realm,
            tenant,
            tx -> tx.read().createQuery("SELECT tenant_id FROM canary").mapTo(UUID.class).list());
    if (seen.isEmpty()) {
      return Sight.NOTHING;
    }
    return seen.equals(List.of(tenant.value())) ? Sight.OWN_ROW : Sight.ANOTHERS_ROW;
  }
}
