package dev.gatehouse.server.admin;

import dev.gatehouse.server.crypto.KeyRehearsal;
import dev.gatehouse.server.crypto.KeyRehearsal.Probe;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The servers on this database: each says every few seconds that it is here, and takes part in
 * rehearsals of keys.
 */
public final class KnownServers {
  private static final Duration SAID = Duration.ofSeconds(5);
  private static final Duration SILENT = Duration.ofSeconds(15);

  private final Transactions transactions;
  private final KeyRehearsal rehearsal;
  private final KeyRing ring;
  private final Clock clock;
  private final UUID id;
  private final String name;
  private final ServerStore store = new JdbcServerStore();
  private Instant said = Instant.EPOCH;
  private Optional<UUID> settled = Optional.empty();

  /**
   * @param id this server's
   * @param name where it runs, for people
   */
  public KnownServers(
      Transactions transactions,
      KeyRehearsal rehearsal,
      KeyRing ring,
      Clock clock,
      UUID id,
      String name) {
    this.transactions = transactions;
    this.rehearsal = rehearsal;
    this.ring = ring;
    this.clock = clock;
    this.id = id;
    this.name = name;
  }

  /** Says that it is here, if it is time, and does what is asked. */
  public synchronized void round() {
    Instant now = clock.instant();
    if (!now.isBefore(said.plus(SAID))) {
      act(tx -> store.seen(tx, id, name));
      said = now;
    }
    Optional<ServerStore.Asked> asked = asked();
    if (asked.isPresent() && !asked.map(ServerStore.Asked::rehearsal).equals(settled)) {
      String finding =
          Probes.read(asked.get().probes()).stream()
              .map(this::problem)
              .flatMap(Optional::stream)
              .collect(Collectors.joining("; "));
      act(tx -> store.found(tx, id, asked.get().rehearsal(), finding));
      settled = Optional.of(asked.get().rehearsal());
    }
  }

  private Optional<String> problem(Probe probe) {
    try {
      return rehearsal.problem(ring, probe);
    } catch (RuntimeException failed) {
      // whatever it is, a rotation would meet it too
      return Optional.of(probe.realm() + " " + probe.ring() + ": " + failed.getMessage());
    }
  }

  /** Says that it is here no more. */
  public synchronized void leave() {
    act(tx -> store.left(tx, id));
  }

  /** Asks every server to verify. */
  UUID ask(List<Probe> probes, UUID rehearsalId) {
    act(tx -> store.ask(tx, rehearsalId, Probes.written(probes)));
    return rehearsalId;
  }

  /** The servers that are here. */
  List<ServerStore.Known> here() {
    try {
      return transactions.readRealm(
          RealmCatalog.OPERATORS, tx -> store.since(tx, tx.now().minus(SILENT)));
    } catch (Refusal impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Optional<ServerStore.Asked> asked() {
    try {
      return transactions.readRealm(RealmCatalog.OPERATORS, store::asked);
    } catch (Refusal impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @FunctionalInterface
  private interface Saying {
    void in(RealmTx tx);
  }

  private void act(Saying saying) {
    try {
      transactions.inRealm(
          RealmCatalog.OPERATORS,
          Attempted.NOTHING,
          tx -> {
            saying.in(tx);
            return true;
          });
    } catch (Refusal impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
