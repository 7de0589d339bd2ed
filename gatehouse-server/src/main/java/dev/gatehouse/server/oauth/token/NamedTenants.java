package dev.gatehouse.server.oauth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.tenant.TenantSlug;
import dev.gatehouse.server.tenant.TenantStore;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Tenants that clients name, by id or by slug. Which slug leads where is remembered for seconds;
 * what a client may do in the tenant is not.
 */
public final class NamedTenants {
  private static final Duration REMEMBERED = Duration.ofSeconds(10);
  private static final int MOST = 10_000;

  private final Transactions transactions;
  private final TenantStore tenants;
  private final Cache<Named, TenantId> known =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MOST).build();

  private record Named(RealmId realm, TenantSlug slug) {}

  public NamedTenants(Transactions transactions, TenantStore tenants) {
    this.transactions = transactions;
    this.tenants = tenants;
  }

  /** The tenant; an id is taken at its word, and is good for nothing where no tenant has it. */
  Optional<TenantId> find(RealmId realm, String text) throws Refusal {
    Optional<TenantId> id = id(text);
    if (id.isPresent()) {
      return id;
    }
    Optional<TenantSlug> slug = TenantSlug.parse(text).filter(it -> it.value().equals(text));
    return slug.isPresent() ? bySlug(new Named(realm, slug.get())) : Optional.empty();
  }

  private Optional<TenantId> bySlug(Named named) throws Refusal {
    TenantId remembered = known.getIfPresent(named);
    if (remembered != null) {
      return Optional.of(remembered);
    }
    Optional<TenantId> found =
        transactions.readRealm(named.realm(), tx -> tenants.bySlug(tx, named.slug()));
    found.ifPresent(id -> known.put(named, id));
    return found;
  }

  private static Optional<TenantId> id(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text) ? Optional.of(new TenantId(id)) : Optional.empty();
    } catch (IllegalArgumentException slug) {
      return Optional.empty();
    }
  }
}
