package dev.gatehouse.server.admin;

import dev.gatehouse.server.admin.ApplyPlan.InUse;
import dev.gatehouse.server.admin.ApplyPlan.PlannedRealm;
import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.AppliedRealms;
import dev.gatehouse.server.realm.PlannedChange;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.realm.RealmDocument;
import dev.gatehouse.server.realm.RealmDocumentStore;
import dev.gatehouse.server.realm.RealmFileError;
import dev.gatehouse.server.realm.RealmPlan;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.tenant.TenantStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes realm files count: plans what changes, and does exactly that. */
public final class RealmApplication {
  private final Transactions transactions;
  private final AuditLog audit;
  private final AppliedRealms applied;
  private final RealmCatalog catalog;
  private final UseOfRealm use;
  private final Csprng random;
  private final RealmDocumentStore store = RealmDocumentStore.ofDatabase();
  private final Revocations revocations = new Revocations();

  public RealmApplication(
      Transactions transactions,
      AuditLog audit,
      AppliedRealms applied,
      RealmCatalog catalog,
      Csprng random) {
    this.transactions = transactions;
    this.audit = audit;
    this.applied = applied;
    this.catalog = catalog;
    this.use = new UseOfRealm(transactions, TenantStore.ofDatabase(random), new JdbcUseStore());
    this.random = random;
  }

  /**
   * What the request would do.
   *
   * @throws RealmFileError when a file can't be used, or a name to destroy is none
   */
  public ApplyPlan plan(ApplyRequest request) throws Refusal {
    Map<RealmId, RealmDocument> current = new TreeMap<>(RealmApplication::byName);
    for (RealmDocument document : applied.documents()) {
      current.put(document.realm(), document);
    }
    long newest = current.values().stream().mapToLong(RealmDocument::version).max().orElse(0);
    List<PlannedRealm> changed = new ArrayList<>();
    List<InUse> inUse = new ArrayList<>();
    Map<RealmId, String> wanted = wanted(request, current);
    for (Map.Entry<RealmId, String> entry : wanted.entrySet()) {
      Optional<String> known =
          Optional.ofNullable(current.get(entry.getKey())).map(RealmDocument::text);
      String before = known.orElse("");
      List<PlannedChange> changes = RealmPlan.between(before, entry.getValue());
      long version = newest + changed.size() + 1;
      if (!changes.isEmpty()) {
        changed.add(planned(entry, known, changes, Drawing.of(current, entry.getKey()), version));
        inUse.addAll(used(entry.getKey(), before, entry.getValue()));
      }
    }
    applied.check(realmsAfter(changed));
    Set<String> named = new HashSet<>(request.destroy());
    inUse.removeIf(each -> named.contains(each.name()));
    List<RealmId> without =
        current.values().stream()
            .filter(document -> !document.isRemoval() && !wanted.containsKey(document.realm()))
            .map(RealmDocument::realm)
            .toList();
    return new ApplyPlan(newest, changed, inUse, without);
  }

  private static int byName(RealmId one, RealmId other) {
    return one.value().compareTo(other.value());
  }

  /** The texts to apply, by realm; that of a realm to destroy is empty. */
  private Map<RealmId, String> wanted(ApplyRequest request, Map<RealmId, RealmDocument> current) {
    Map<RealmId, String> wanted = new TreeMap<>(RealmApplication::byName);
    for (ApplyRequest.File file : request.files()) {
      RealmId realm = applied.nameIn(file.name(), file.text());
      if (wanted.put(realm, file.text()) != null) {
        throw new RealmFileError(file.name(), "declares " + realm + ", as another file does");
      }
    }
    for (String name : request.destroy()) {
      if (RealmId.isWellFormed(name)) {
        RealmId realm = new RealmId(name);
        boolean isThere = current.containsKey(realm) && !current.get(realm).isRemoval();
        if (!isThere || realm.equals(RealmCatalog.OPERATORS)) {
          throw new RealmFileError("--destroy " + name, "there is no such realm to take away");
        }
        if (wanted.putIfAbsent(realm, "") != null) {
          throw new RealmFileError("--destroy " + name, "the realm has a file; remove that first");
        }
      }
    }
    return wanted;
  }

  private PlannedRealm planned(
      Map.Entry<RealmId, String> entry,
      Optional<String> before,
      List<PlannedChange> changes,
      Drawing drawing,
      long version) {
    RealmId realm = entry.getKey();
    String after = entry.getValue();
    if (!after.isEmpty()) {
      applied.read(realm + ".yaml", after, drawing.in(random));
    }
    RealmDocument document = new RealmDocument(realm, version, after, drawing.digests());
    List<ClientId> gone = clients(before.orElse(""), after);
    // a realm that was never applied has issued nothing
    List<ClientId> returning = before.map(text -> clients(after, text)).orElse(List.of());
    return new PlannedRealm(document, changes, drawing.drawn(), gone, returning);
  }

  /** The clients of the first text that are not in the second. */
  private static List<ClientId> clients(String one, String other) {
    return RealmPlan.removed("clients", one, other).stream().map(ClientId::new).toList();
  }

  private List<InUse> used(RealmId realm, String before, String after) throws Refusal {
    if (before.isEmpty() || after.isEmpty()) {
      return List.of();
    }
    Realm now = catalog.find(realm).orElseThrow();
    return use.removedAndUsed(now, before, after);
  }

  private List<Realm> realmsAfter(List<PlannedRealm> changed) {
    Map<RealmId, Realm> after = new TreeMap<>(RealmApplication::byName);
    catalog.realms().forEach(realm -> after.put(realm.id(), realm));
    for (PlannedRealm planned : changed) {
      if (planned.document().isRemoval()) {
        after.remove(planned.document().realm());
      } else {
        after.put(planned.document().realm(), applied.read(planned.document()));
      }
    }
    return List.copyOf(after.values());
  }

  /**
   * Does what a plan says, whole or not at all, and leaves one record of it.
   *
   * @throws Refusal {@code CHANGED_MEANWHILE} when somebody applied since it was planned
   */
  public void apply(ApplyPlan plan, String by) throws Refusal {
    String realms =
        plan.realms().stream()
            .map(planned -> planned.document().realm().value())
            .collect(Collectors.joining(" "));
    Attempt attempt =
        audit
            .attempt(EventType.REALM_APPLIED, Origin.SERVER)
            .detail("realms", realms)
            .detail("plan", plan.text())
            .detail("by", by);
    // rows that documents and revocations refer to
    applied.ensure(catalog.find(RealmCatalog.OPERATORS).orElseThrow());
    // INVARIANT: before they are clients again. What was revoked when they went may not be: a
    // server can die between the two
    for (PlannedRealm planned : plan.realms()) {
      if (!planned.returningClients().isEmpty()) {
        applied.ensure(applied.read(planned.document()));
        revoke(planned.document().realm(), planned.returningClients());
      }
    }
    transactions.inRealm(
        RealmCatalog.OPERATORS,
        attempt,
        tx -> {
          boolean isCurrent = store.newest(tx) == plan.version();
          for (PlannedRealm planned : plan.realms()) {
            if (!isCurrent || !store.append(tx, planned.document(), by)) {
              throw Refusal.of(Reason.CHANGED_MEANWHILE);
            }
          }
          attempt.succeeded(tx);
          return true;
        });
    applied.load();
    for (PlannedRealm planned : plan.realms()) {
      revoke(planned.document().realm(), planned.removedClients());
    }
  }

  /** What was issued to these until now is dead. */
  private void revoke(RealmId realm, List<ClientId> clients) throws Refusal {
    if (!clients.isEmpty()) {
      List<Revocations.Subject> subjects = clients.stream().map(Revocations.Subject::of).toList();
      transactions.inRealm(realm, Attempted.NOTHING, tx -> revocations.revoke(tx, subjects));
    }
  }
}
