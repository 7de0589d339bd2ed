package dev.gatehouse.server.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.server.crypto.Base64Url;
import dev.gatehouse.server.crypto.MacPurpose;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import java.util.Arrays;
import java.util.Optional;

/**
 * Places in lists, signed: a cursor goes on in the list it was given for, of that tenant, for that
 * caller and with the same filters, and nowhere else.
 */
final class Cursors {
  private static final int CODE_LENGTH = 32;

  private final Macs macs;

  Cursors(Macs macs) {
    this.macs = macs;
  }

  /**
   * What a cursor is bound to.
   *
   * @param list which list, and every filter of it
   */
  record Bound(RealmId realm, TenantId tenant, PrincipalId principal, String list) {}

  String write(Bound bound, String position) {
    byte[] place = position.getBytes(UTF_8);
    byte[] code = code(bound, place);
    byte[] all = Arrays.copyOf(code, code.length + place.length);
    System.arraycopy(place, 0, all, code.length, place.length);
    return Base64Url.encode(all);
  }

  /** The position; refused when it is not exactly what was given for this. */
  String read(Bound bound, String cursor) throws Refusal {
    Optional<byte[]> bytes = Base64Url.decode(cursor);
    if (bytes.isPresent() && bytes.get().length > CODE_LENGTH) {
      byte[] code = Arrays.copyOf(bytes.get(), CODE_LENGTH);
      byte[] place = Arrays.copyOfRange(bytes.get(), CODE_LENGTH, bytes.get().length);
      if (macs.equal(code, code(bound, place))) {
        return new String(place, UTF_8);
      }
    }
    throw Refusal.of(Reason.CURSOR_INVALID);
  }

  private byte[] code(Bound bound, byte[] place) {
    return macs.mac(
        MacPurpose.CURSOR,
        bound.realm().value().getBytes(UTF_8),
        bound.tenant().toString().getBytes(UTF_8),
        bound.principal().toString().getBytes(UTF_8),
        bound.list().getBytes(UTF_8),
        place);
  }
}
