package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.storage.WorkerTx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names and states of keys in {@code signing_key}, as the worker sees them. */
final class JdbcKeyMarkStore implements KeyMarkStore {
  @Override
  public Map<RealmId, Set<String>> published(WorkerTx tx) {
    Map<RealmId, Set<String>> marks = new HashMap<>();
    tx.statements()
        .createQuery(
            """
            SELECT realm_id, kid, state FROM signing_key
            WHERE state IN ('next', 'active') OR state = 'retiring' AND gone_at > :now
            """)
        .bind("now", tx.now())
        .map((row, _) ->
            marks
                .computeIfAbsent(new RealmId(row.getString("realm_id")), _ -> new HashSet<>())
                .add(
                    KeyRing.mark(
                        row.getString("kid"),
                        KeyState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)))))
        .list();
    return marks;
  }
}
