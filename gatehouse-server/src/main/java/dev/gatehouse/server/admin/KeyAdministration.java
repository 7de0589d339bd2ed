package dev.gatehouse.server.admin;

import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.audit.GroupCommit;
import dev.gatehouse.server.crypto.KeyLife;
import dev.gatehouse.server.crypto.KeyRehearsal;
import dev.gatehouse.server.crypto.KeyRehearsal.Probe;
import dev.gatehouse.server.crypto.KeyState;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.PublishedKey;
import dev.gatehouse.server.crypto.Ring;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.crypto.SigningKey;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What whoever runs the server does to signing keys. */
public final class KeyAdministration {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int LOOKS = 40;

  private final RealmCatalog realms;
  private final KeyLife life;
  private final KeyRehearsal rehearsal;
  private final KnownServers servers;
  private final Records records;
  private final Tools tools;

  /** Where a rehearsal is recorded. */
  public record Records(AuditLog audit, GroupCommit commits) {}

  /** Time, and how it is waited for. */
  public record Tools(Clock clock, KeyLife.Pause pause) {}

  public KeyAdministration(
      RealmCatalog realms,
      KeyLife life,
      KeyRehearsal rehearsal,
      KnownServers servers,
      Records records,
      Tools tools) {
    this.realms = realms;
    this.life = life;
    this.rehearsal = rehearsal;
    this.servers = servers;
    this.records = records;
    this.tools = tools;
  }

  /** Some rings of a realm, or of all: absent is any. */
  record Selection(
      Optional<RealmId> realm, Optional<KeyUse> use, Optional<SigningAlgorithm> algorithm) {
    boolean has(Ring ring) {
      return use.map(ring.use()::equals).orElse(true)
          && algorithm.map(ring.algorithm()::equals).orElse(true);
    }
  }

  /** A ring of a realm. */
  record RealmRing(RealmId realm, Ring ring) {}

  /** A key of a realm, and what comes next in its life. */
  record RealmKey(RealmId realm, PublishedKey key, String nextStep) {}

  /** A rotation that was done. */
  record Rotated(RealmRing ring, KeyLife.Rotation rotation) {}

  /**
   * What a server found.
   *
   * @param problem empty where nothing is wrong
   */
  record Finding(String server, String problem) {}

  /** What a rehearsal found on each server, of how many rings. */
  record Rehearsed(int rings, List<Finding> findings) {
    boolean isSafe() {
      return !findings.isEmpty()
          && findings.stream().allMatch(finding -> finding.problem().isEmpty());
    }
  }

  /** Every key that is still of some matter: those that are gone long ago are not. */
  List<RealmKey> keys(Selection which) {
    Instant now = tools.clock().instant();
    List<RealmKey> keys = new ArrayList<>();
    for (RealmId realm : selected(which)) {
      for (PublishedKey key : life.keys(realm)) {
        boolean revoked = key.state() == KeyState.REVOKED;
        if (which.has(key.ring()) && (revoked || key.isPublished(now))) {
          keys.add(new RealmKey(realm, key, nextStep(realm, key)));
        }
      }
    }
    return keys;
  }

  private String nextStep(RealmId realm, PublishedKey key) {
    return switch (key.state()) {
      case NEXT -> "signs once the active one gives way";
      case ACTIVE -> "gives way at " + life.due(realm, key);
      case RETIRING -> "published until " + key.times().gone().orElseThrow();
      case REVOKED -> "revoked at " + key.times().gone().orElseThrow();
    };
  }

  /** Rotates each ring; what was done before one failed stays done. */
  List<Rotated> rotate(Selection which, String by) throws Refusal {
    List<Rotated> done = new ArrayList<>();
    List<RealmRing> rings = rings(which);
    // all published first, so that the wait for the servers to follow is one
    rings.forEach(ring -> life.prepare(ring.realm(), ring.ring(), by));
    for (RealmRing ring : rings) {
      done.add(new Rotated(ring, life.rotate(ring.realm(), ring.ring(), by)));
    }
    return done;
  }

  /** The key of that id, wherever it is, unless it is revoked. */
  Optional<RealmKey> find(String kid) {
    return keys(new Selection(Optional.empty(), Optional.empty(), Optional.empty())).stream()
        .filter(key -> key.key().kid().equals(kid))
        .filter(key -> key.key().state() != KeyState.REVOKED)
        .findFirst();
  }

  Optional<KeyLife.Revoked> revoke(RealmKey key, String by) throws Refusal {
    return life.revoke(key.realm(), key.key().kid(), by);
  }

  /**
   * Tries what a rotation would do, and switches nothing: publishes next keys, has them sign, and
   * every server verify.
   */
  Rehearsed rehearse(Selection which, String by) {
    List<RealmRing> rings = rings(which);
    List<Probe> probes = rings.stream().map(ring -> probe(ring, by)).toList();
    waitUntilFollowed(rings);
    UUID id = servers.ask(probes, UUID.randomUUID());
    List<Finding> findings = findings(id);
    Rehearsed done = new Rehearsed(rings.size(), findings);
    for (RealmId realm : rings.stream().map(RealmRing::realm).distinct().toList()) {
      records
          .commits()
          .succeeded(
              realm,
              Optional.empty(),
              records
                  .audit()
                  .attempt(EventType.KEY_REHEARSED, Origin.SERVER)
                  .on("key_rehearsal", id.toString())
                  .detail("servers", findings.size())
                  .detail("safe", done.isSafe())
                  .detail("by", by));
    }
    return done;
  }

  private Probe probe(RealmRing ring, String by) {
    PublishedKey next = life.prepare(ring.realm(), ring.ring(), by);
    SigningKey opened =
        life.open(ring.realm(), next.kid())
            .orElseThrow(() -> new IllegalArgumentException("the keys of a ring just changed"));
    return rehearsal.sign(ring.realm(), opened);
  }

  private void waitUntilFollowed(List<RealmRing> rings) {
    Instant newest =
        rings.stream()
            .flatMap(ring -> life.keys(ring.realm()).stream())
            .map(key -> key.times().created())
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    Duration left = Duration.between(tools.clock().instant(), newest.plus(KeyLife.FOLLOWED));
    if (left.isPositive()) {
      tools.pause().of(left);
    }
  }

  /** Of every server that is here when it is asked; one that says nothing is a finding too. */
  private List<Finding> findings(UUID rehearsalId) {
    List<ServerStore.Known> here = servers.here();
    for (int look = 0; look < LOOKS; look++) {
      if (!here.isEmpty() && here.stream().allMatch(known -> hasAnswered(known, rehearsalId))) {
        break;
      }
      tools.pause().of(LOOK);
      here = servers.here();
    }
    return here.stream()
        .map(known ->
            new Finding(
                known.name(), hasAnswered(known, rehearsalId) ? known.finding() : "did not answer"))
        .collect(Collectors.toUnmodifiableList());
  }

  private static boolean hasAnswered(ServerStore.Known known, UUID rehearsalId) {
    return known.rehearsal().equals(Optional.of(rehearsalId));
  }

  /** The rings that the selection names. */
  private List<RealmRing> rings(Selection which) {
    List<RealmRing> rings =
        selected(which).stream()
            .flatMap(realm ->
                life.rings(realm).stream()
                    .filter(which::has)
                    .map(ring -> new RealmRing(realm, ring)))
            .toList();
    if (rings.isEmpty()) {
      throw new IllegalArgumentException(
          "no key pair is asked for; access tokens with HS256 have none, their secret stands in the"
              + " configuration");
    }
    return rings;
  }

  private List<RealmId> selected(Selection which) {
    if (which.realm().isEmpty()) {
      return realms.realms().stream().map(Realm::id).toList();
    }
    RealmId realm = which.realm().get();
    if (realms.find(realm).isEmpty()) {
      throw new IllegalArgumentException("there is no realm " + realm);
    }
    return List.of(realm);
  }
}
