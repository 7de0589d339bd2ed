package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * A value only its holder knows: a cookie, a code, a refresh token, a link. It names kind, realm,
 * tenant and row before its 32 secret bytes, so the row is found without crossing tenants, and only
 * the {@link #digest()} is stored. Things of a realm carry the realm's own tenant.
 *
 * <p>Wire form: {@code <prefix>_} and base64url without padding of {@code version 1 ‖ realm tag 8 ‖
 * tenant 16 ‖ id 16 ‖ secret 32}; the realm tag is the start of SHA-256 of the realm's name.
 */
public final class OpaqueToken {
  /** What the value is good for; a value of one kind is never accepted as another. */
  public enum Kind {
    SESSION(1, "ghs"),
    CODE(2, "ghc"),
    REFRESH(3, "ghr"),
    LINK_VERIFY(4, "ghv"),
    LINK_RESET(5, "ghp"),
    LINK_EMAIL(6, "ghe"),
    LINK_UNDO(7, "ghu"),
    LINK_OPERATOR(8, "gho"),
    JOURNEY(9, "ghj"),
    BROWSER(10, "ghb"),
    INITIAL_ACCESS(11, "ghi"),
    REGISTRATION(12, "ghg"),
    PUSHED_REQUEST(13, "ghq"),
    LINK_INVITE(14, "ghn"),
    POSTED_AUTHORIZATION(15, "gha"),
    POSTED_LOGOUT(16, "ghl");

    private final byte number;
    private final String prefix;

    Kind(int number, String prefix) {
      this.number = (byte) number;
      this.prefix = prefix;
    }

    /** The stable number that stands for the kind in stored rows. */
    public byte number() {
      return number;
    }

    /** The letters before the underscore, which secret scanners can look for. */
    public String prefix() {
      return prefix;
    }
  }

  /** How many secret bytes a value has. */
  public static final int SECRET_LENGTH = 32;

  private static final byte VERSION = 1;
  private static final int REALM_TAG_LENGTH = 8;
  private static final int LENGTH = 1 + REALM_TAG_LENGTH + 16 + 16 + SECRET_LENGTH;
  private static final int TEXT_LENGTH = (LENGTH * 8 + 5) / 6;

  private final Kind kind;
  private final RealmId realm;
  private final TenantId tenant;
  private final UUID id;
  private final byte[] secret;

  private OpaqueToken(Kind kind, RealmId realm, TenantId tenant, UUID id, byte[] secret) {
    this.kind = kind;
    this.realm = realm;
    this.tenant = tenant;
    this.id = id;
    this.secret = secret;
  }

  /** A new value with a random secret. */
  public static OpaqueToken generate(
      Kind kind, RealmId realm, TenantId tenant, UUID id, Csprng random) {
    return new OpaqueToken(kind, realm, tenant, id, random.bytes(SECRET_LENGTH));
  }

  /** A value with a secret derived elsewhere, such as the successor of a refresh token. */
  public static OpaqueToken of(Kind kind, RealmId realm, TenantId tenant, UUID id, byte[] secret) {
    if (secret.length != SECRET_LENGTH) {
      throw new IllegalArgumentException("a secret has " + SECRET_LENGTH + " bytes");
    }
    return new OpaqueToken(kind, realm, tenant, id, secret.clone());
  }

  /**
   * Reads a presented value. Nothing comes out for another kind or realm, another length, padding,
   * white space, junk, or a second spelling of the same bytes.
   */
  public static Optional<OpaqueToken> parse(Kind expected, RealmId realm, String text) {
    int start = expected.prefix.length() + 1;
    if (text.length() != start + TEXT_LENGTH
        || !text.startsWith(expected.prefix)
        || text.charAt(start - 1) != '_') {
      return Optional.empty();
    }
    return Base64Url.decode(text.substring(start)).flatMap(bytes -> read(expected, realm, bytes));
  }

  private static Optional<OpaqueToken> read(Kind kind, RealmId realm, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte version = buffer.get();
    byte[] realmTag = new byte[REALM_TAG_LENGTH];
    buffer.get(realmTag);
    if (version != VERSION || !Digests.equal(realmTag, realmTag(realm))) {
      return Optional.empty();
    }
    TenantId tenant = new TenantId(new UUID(buffer.getLong(), buffer.getLong()));
    UUID id = new UUID(buffer.getLong(), buffer.getLong());
    byte[] secret = new byte[SECRET_LENGTH];
    buffer.get(secret);
    return Optional.of(new OpaqueToken(kind, realm, tenant, id, secret));
  }

  public Kind kind() {
    return kind;
  }

  public RealmId realm() {
    return realm;
  }

  public TenantId tenant() {
    return tenant;
  }

  public UUID id() {
    return id;
  }

  /** The text that its holder gets. */
  public String wire() {
    return kind.prefix + "_" + Base64Url.encode(bytes());
  }

  /** What is stored and compared: SHA-256 over prefix and all bytes, so it is typed too. */
  public byte[] digest() {
    return Digests.sha256(kind.prefix.getBytes(US_ASCII), bytes());
  }

  private byte[] bytes() {
    return ByteBuffer.allocate(LENGTH)
        .put(VERSION)
        .put(realmTag(realm))
        .putLong(tenant.value().getMostSignificantBits())
        .putLong(tenant.value().getLeastSignificantBits())
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .put(secret)
        .array();
  }

  private static byte[] realmTag(RealmId realm) {
    return Arrays.copyOf(Digests.sha256(realm.value().getBytes(US_ASCII)), REALM_TAG_LENGTH);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OpaqueToken that
        && kind == that.kind
        && Digests.equal(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return kind.prefix + "_[redacted]";
  }
}
