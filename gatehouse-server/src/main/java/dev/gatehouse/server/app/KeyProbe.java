package dev.gatehouse.server.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.Purpose;
import dev.gatehouse.server.crypto.SealBroken;
import dev.gatehouse.server.crypto.WeakSecret;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.realm.RealmStore;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.Transactions;
import java.util.Optional;

/**
 * Shows whether the master key is the one this database was set up with, before anything is sealed
 * or opened under another.
 */
final class KeyProbe {
  private static final byte[] CONTEXT = "realm/key_probe".getBytes(UTF_8);
  private static final byte[] VALUE = "gatehouse".getBytes(UTF_8);

  private final Transactions transactions;
  private final RealmStore realms;
  private final Envelope envelope;

  KeyProbe(Transactions transactions, RealmStore realms, Envelope envelope) {
    this.transactions = transactions;
    this.realms = realms;
    this.envelope = envelope;
  }

  /**
   * Seals the probe where there is none, and opens it.
   *
   * @throws WeakSecret when it doesn't open
   */
  void require() throws Refusal {
    Optional<byte[]> known = read();
    if (known.isEmpty()) {
      byte[] sealed = envelope.seal(Purpose.SETTING, CONTEXT, VALUE);
      transactions.inRealm(
          RealmCatalog.OPERATORS,
          Attempted.NOTHING,
          tx -> {
            realms.plantKeyProbe(tx, sealed);
            return true;
          });
      // another server may have been first, with a key of its own
      known = read();
    }
    try {
      envelope.open(Purpose.SETTING, CONTEXT, known.orElseThrow());
    } catch (SealBroken otherKey) {
      throw new WeakSecret(
          "master key",
          "is not the one this database was set up with, so nothing sealed in it would open;"
              + " start with that one");
    }
  }

  private Optional<byte[]> read() throws Refusal {
    return transactions.readRealm(RealmCatalog.OPERATORS, realms::keyProbe);
  }
}
