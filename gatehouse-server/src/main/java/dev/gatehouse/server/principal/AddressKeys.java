package dev.gatehouse.server.principal;

import dev.gatehouse.server.crypto.MacPurpose;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.kernel.RealmId;
import java.nio.charset.StandardCharsets;

/**
 * Addresses as tables without a tenant know them: a keyed digest over realm and normalised address,
 * different for each use, from which nobody can tell the address.
 */
public final class AddressKeys {
  private final Macs macs;

  public AddressKeys(Macs macs) {
    this.macs = macs;
  }

  /** The key of the login index. */
  byte[] forIndex(RealmId realm, EmailAddress address) {
    return macs.mac(MacPurpose.LOGIN_INDEX, bytes(realm.value()), bytes(address.normalized()));
  }

  /**
   * The key of a counter.
   *
   * @param counted what is counted; each has keys of its own
   */
  public byte[] forCounter(String counted, RealmId realm, EmailAddress address) {
    return macs.mac(
        MacPurpose.ADDRESS_COUNTER,
        bytes(counted),
        bytes(realm.value()),
        bytes(address.normalized()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
