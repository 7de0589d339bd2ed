package dev.gatehouse.server.credential;

import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;
import java.util.Optional;
import java.util.Set;

/** One-time links, by the digest of their token. */
public interface LinkStore {
  /** The links in the database. */
  static LinkStore ofDatabase() {
    return new JdbcLinkStore();
  }

  /**
   * Issues a link, as an effect; older ones of the same kind and person are worthless from now on.
   */
  void issue(TenantTx tx, NewLink link);

  /** What the link is now, without using it. */
  Finding find(TenantTx tx, OpaqueToken presented);

  /** Uses the link up, once whoever else tries; it stays used when the act is refused. */
  Consumption consume(TenantTx tx, OpaqueToken presented);

  /** The browser that the person's last link of that kind was bound to. */
  Optional<byte[]> lastBrowser(TenantTx tx, PrincipalId person, LinkKind kind);

  /** Makes the person's links of these kinds worthless, as an effect. */
  void supersede(TenantTx tx, PrincipalId person, Set<LinkKind> kinds);

  /** Makes every link of the tenant worthless, as an effect. */
  void supersedeAll(TenantTx tx);

  /**
   * Makes the person's links of that kind worthless that are younger than this one, as an effect.
   */
  void supersedeYounger(TenantTx tx, Link than);
}
