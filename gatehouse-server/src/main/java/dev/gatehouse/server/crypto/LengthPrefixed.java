package dev.gatehouse.server.crypto;

import java.nio.ByteBuffer;

/** Parts joined so that no other list of parts gives the same bytes: each after its length. */
final class LengthPrefixed {
  private LengthPrefixed() {}

  static byte[] join(byte[]... parts) {
    int size = 0;
    for (byte[] part : parts) {
      size += Integer.BYTES + part.length;
    }
    ByteBuffer joined = ByteBuffer.allocate(size);
    for (byte[] part : parts) {
      joined.putInt(part.length).put(part);
    }
    return joined.array();
  }
}
