package dev.gatehouse.server.admin;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.PlannedChange;
import dev.gatehouse.server.realm.RealmDocument;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an apply would do.
 *
 * @param version the number of the apply it was planned upon
 * @param realms those that would change
 * @param inUse what keeps it from being done, each with its name; empty when nothing does
 * @param withoutFile realms that are applied and were not given: they stay
 */
public record ApplyPlan(
    long version, List<PlannedRealm> realms, List<InUse> inUse, List<RealmId> withoutFile) {
  public ApplyPlan {
    realms = List.copyOf(realms);
    inUse = List.copyOf(inUse);
    withoutFile = List.copyOf(withoutFile);
  }

  /**
   * One realm that would change.
   *
   * @param document what would be applied
   * @param changes the differences; never empty
   * @param drawn secrets made for clients that have none yet
   * @param removedClients what can't ask for tokens any more
   * @param returningClients what may have been there before, and must not find what it had then
   */
  public record PlannedRealm(
      RealmDocument document,
      List<PlannedChange> changes,
      Map<ClientId, Secret> drawn,
      List<ClientId> removedClients,
      List<ClientId> returningClients) {
    public PlannedRealm {
      changes = List.copyOf(changes);
      drawn = Map.copyOf(drawn);
      removedClients = List.copyOf(removedClients);
      returningClients = List.copyOf(returningClients);
    }

    /** Its lines, as people read them. */
    String text() {
      return changes.stream()
          .map(PlannedChange::line)
          .collect(Collectors.joining("\n", document.realm() + "\n", ""));
    }
  }

  /**
   * Something that would go and is used.
   *
   * @param name what to name to let it go
   * @param use how it is used, such as {@code is held by 3 people}
   */
  public record InUse(String name, String use) {}

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return realms.isEmpty();
  }

  /** All of it, as people read it. */
  public String text() {
    return realms.stream().map(PlannedRealm::text).collect(Collectors.joining("\n"));
  }
}
