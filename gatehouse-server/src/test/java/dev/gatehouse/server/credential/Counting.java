package dev.gatehouse.server.credential;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.principal.AddressKeys;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.testkit.FakeClock;

/** What counting by address takes: keys, a clock, an empty database, and people to count. */
final class Counting implements AutoCloseable {
  static final EmailAddress ANNA = EmailAddress.parse("anna@example.com").orElseThrow();

  /** The same address, spelt in another way. */
  static final EmailAddress TWIN = EmailAddress.parse(" ANNA@EXAMPLE.COM").orElseThrow();

  static final EmailAddress OTHER = EmailAddress.parse("other@example.com").orElseThrow();

  final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  final AddressKeys keys = new AddressKeys(macs());
  final ServerDatabase database = ServerDatabase.create();
  final RealmId realm = database.realm("monitrax");

  private static Macs macs() {
    CryptoProviders providers = CryptoProviders.jdk();
    return new Macs(providers, MasterKey.generate(new Csprng(providers)));
  }

  @Override
  public void close() {
    database.close();
  }
}
