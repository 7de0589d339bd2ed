package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** One connection inside a transaction, with the order of lasting statements and effects kept. */
final class Statements {
  private static final String BEFORE_EFFECTS = "before_effects";

  private final Handle handle;
  private final Instant now;
  private boolean effectsBegan;

  private Statements(Handle handle, Instant now) {
    this.handle = handle;
    this.now = now;
  }

  /** Begins: the first statement names realm and tenant, before any other can run. */
  static Statements begin(Handle handle, RealmId realm, TenantId tenant, Instant now) {
    handle
        .createQuery(
            """
            SELECT set_config('gatehouse.realm', :realm, true) AS realm,
                   set_config('gatehouse.tenant', :tenant, true) AS tenant
            """)
        .bind("realm", realm.value())
        .bind("tenant", tenant.value().toString())
        .mapToMap()
        .one();
    return new Statements(handle, now);
  }

  Instant now() {
    return now;
  }

  Handle read() {
    return handle;
  }

  Handle lasting() {
    if (effectsBegan) {
      throw new IllegalStateException("a lasting statement after an effect");
    }
    return handle;
  }

  Handle effect() {
    if (!effectsBegan) {
      handle.savepoint(BEFORE_EFFECTS);
      effectsBegan = true;
    }
    return handle;
  }

  void undoEffects() {
    if (effectsBegan) {
      handle.rollbackToSavepoint(BEFORE_EFFECTS);
      effectsBegan = false;
    }
  }
}
