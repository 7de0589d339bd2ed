package dev.gatehouse.server.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * HMAC-SHA256 with a key per purpose. Every part goes in after its length, so {@code ("ab", "c")}
 * and {@code ("a", "bc")} differ. Safe for many threads.
 */
public final class Macs {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int POOLED = 32;

  private final CryptoProviders providers;
  private final Map<MacPurpose, Keyed> keyed = new EnumMap<>(MacPurpose.class);

  public Macs(CryptoProviders providers, MasterKey masterKey) {
    this.providers = providers;
    for (MacPurpose purpose : MacPurpose.values()) {
      keyed.put(purpose, new Keyed(masterKey.derive("mac/" + purpose.label(), ALGORITHM)));
    }
  }

  /** The 32 bytes that authenticate the parts for this purpose. */
  public byte[] mac(MacPurpose purpose, byte[]... parts) {
    Keyed key = keyed.get(purpose);
    if (key == null) {
      throw new IllegalStateException("no key for " + purpose);
    }
    return key.mac(parts);
  }

  /** Whether both codes are the same, in constant time. */
  public boolean equal(byte[] one, byte[] other) {
    return Digests.equal(one, other);
  }

  /** One key and its idle, already keyed instances: keying one costs more than using it. */
  private final class Keyed {
    private final SecretKey key;
    private final Queue<Mac> idle = new ArrayBlockingQueue<>(POOLED);

    Keyed(SecretKey key) {
      this.key = key;
    }

    byte[] mac(byte[]... parts) {
      Mac pooled = idle.poll();
      Mac mac = pooled == null ? create() : pooled;
      ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
      for (byte[] part : parts) {
        mac.update(length.putInt(0, part.length).array());
        mac.update(part);
      }
      byte[] code = mac.doFinal();
      // doFinal left it keyed and empty; where the pool is full it is dropped
      if (!idle.offer(mac)) {
        mac.reset();
      }
      return code;
    }

    private Mac create() {
      try {
        Mac mac = providers.mac(ALGORITHM);
        mac.init(key);
        return mac;
      } catch (GeneralSecurityException broken) {
        throw new IllegalStateException("HMAC-SHA256 refused its key", broken);
      }
    }
  }
}
