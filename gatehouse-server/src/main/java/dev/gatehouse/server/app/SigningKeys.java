package dev.gatehouse.server.app;

import dev.gatehouse.server.admin.KeyAdministration;
import dev.gatehouse.server.admin.KnownServers;
import dev.gatehouse.server.crypto.KeyFollower;
import dev.gatehouse.server.crypto.KeyGenerator;
import dev.gatehouse.server.crypto.KeyLife;
import dev.gatehouse.server.crypto.KeyRehearsal;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.PrivateKeySealer;
import dev.gatehouse.server.crypto.TokenSigner;
import dev.gatehouse.server.oauth.keys.KeyRotation;
import dev.gatehouse.server.oauth.keys.RealmKeys;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.storage.WorkerTransactions;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/** What tokens are signed with, and what has the keys rotate. */
final class SigningKeys {
  private static final Duration FOLLOW_BEAT = Duration.ofSeconds(1);
  private static final Duration ROTATION_BEAT = Duration.ofSeconds(30);

  final KeyRing ring;
  final KeyLife life;
  final TokenSigner signer;
  final KeyAdministration administration;
  private final KeyRotation rotation;
  private final KnownServers servers;

  SigningKeys(Foundation on) {
    UUID server = on.random.uuidV7(on.clock.instant());
    PrivateKeySealer sealer = new PrivateKeySealer(on.providers, on.envelope);
    KeyGenerator generator = new KeyGenerator(on.providers);
    RealmKeys policy = new RealmKeys(on.realm(), on.audit);
    signer = new TokenSigner(on.providers);
    ring = new KeyRing(on.transactions, sealer, generator, on.clock, policy);
    life =
        new KeyLife(
            on.transactions,
            new KeyLife.Making(sealer, generator),
            on.clock,
            policy,
            ring,
            SigningKeys::pause);
    rotation =
        new KeyRotation(
            on.transactions,
            life,
            RealmCatalog.OPERATORS,
            () -> on.realms.realms().stream().map(Realm::id).toList(),
            server);
    KeyRehearsal rehearsal = new KeyRehearsal(on.providers, signer);
    servers = new KnownServers(on.transactions, rehearsal, ring, on.clock, server, name(on.config));
    administration =
        new KeyAdministration(
            on.realms,
            life,
            rehearsal,
            servers,
            new KeyAdministration.Records(on.audit, on.commits),
            new KeyAdministration.Tools(on.clock, SigningKeys::pause));
  }

  /** Where this server runs, as its owner knows it. */
  private static String name(ServerConfig config) {
    String host = Objects.requireNonNullElse(System.getenv("HOSTNAME"), config.http().host());
    return host + ":" + config.http().port() + " (process " + ProcessHandle.current().pid() + ")";
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  void begin(Housekeeping housekeeping, WorkerTransactions worker) {
    KeyFollower follower = new KeyFollower(worker, ring);
    housekeeping.every(FOLLOW_BEAT, "signing keys", follower::follow);
    housekeeping.every(FOLLOW_BEAT, "known servers", servers::round);
    housekeeping.atStop(servers::leave);
    housekeeping.every(ROTATION_BEAT, "key rotation", rotation::round);
  }
}
