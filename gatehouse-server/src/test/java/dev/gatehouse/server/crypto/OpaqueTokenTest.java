package dev.gatehouse.server.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.crypto.OpaqueToken.Kind;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.testkit.Attack;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpaqueTokenTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final Csprng RANDOM = new Csprng(CryptoProviders.jdk());
  private static final RealmId REALM = new RealmId("monitrax");
  private static final TenantId TENANT = new TenantId(RANDOM.uuid());

  private static OpaqueToken token(Kind kind) {
    return OpaqueToken.generate(kind, REALM, TENANT, RANDOM.uuid(), RANDOM);
  }

  @ParameterizedTest
  @EnumSource
  void parse_wireOfItsKindAndRealm_isTheSameToken(Kind kind) {
    OpaqueToken token = token(kind);
    assertThat(token.wire()).matches(kind.prefix() + "_[A-Za-z0-9_-]{98}");
    OpaqueToken parsed = OpaqueToken.parse(kind, REALM, token.wire()).orElseThrow();
    assertThat(parsed).isEqualTo(token).hasSameHashCodeAs(token);
    assertThat(parsed.tenant()).isEqualTo(TENANT);
    assertThat(parsed.id()).isEqualTo(token.id());
    assertThat(parsed.kind()).isEqualTo(kind);
    assertThat(parsed.realm()).isEqualTo(REALM);
    assertThat(parsed.digest()).isEqualTo(token.digest()).hasSize(32);
    assertThat(parsed.toString()).isEqualTo(kind.prefix() + "_[redacted]");
  }

  @Attack("J7")
  @ParameterizedTest
  @EnumSource
  void parse_asAnyOtherKind_isNothing(Kind kind) {
    String wire = token(kind).wire();
    for (Kind other : Kind.values()) {
      assertThat(OpaqueToken.parse(other, REALM, wire).isPresent()).isEqualTo(other == kind);
      String renamed = other.prefix() + wire.substring(3);
      // a renamed value parses as the other kind, but its digest is of that kind
      byte[] digest = OpaqueToken.parse(other, REALM, renamed).orElseThrow().digest();
      byte[] original = OpaqueToken.parse(kind, REALM, wire).orElseThrow().digest();
      assertThat(Arrays.equals(digest, original)).isEqualTo(other == kind);
    }
  }

  @Test
  void parse_inAnotherRealm_isNothing() {
    String wire = token(Kind.SESSION).wire();
    assertThat(OpaqueToken.parse(Kind.SESSION, new RealmId("portal"), wire)).isEmpty();
  }

  @Attack("J10")
  @ParameterizedTest
  @ValueSource(strings = {"=", " ", "A", "\n", ".", "_", "%00", "\u0000", "é"})
  void parse_withJunkAtEitherEndOrInside_isNothing(String junk) {
    String wire = token(Kind.REFRESH).wire();
    assertThat(OpaqueToken.parse(Kind.REFRESH, REALM, wire + junk)).isEmpty();
    assertThat(OpaqueToken.parse(Kind.REFRESH, REALM, junk + wire)).isEmpty();
    String inside = wire.substring(0, 20) + junk + wire.substring(20);
    assertThat(OpaqueToken.parse(Kind.REFRESH, REALM, inside)).isEmpty();
    String sameLength = wire.substring(0, wire.length() - junk.length()) + junk;
    if (!ALPHABET.contains(junk)) {
      assertThat(OpaqueToken.parse(Kind.REFRESH, REALM, sameLength)).isEmpty();
    }
  }

  @Attack("J10")
  @Test
  void parse_truncatedAnywhere_isNothing() {
    String wire = token(Kind.CODE).wire();
    for (int length = 0; length < wire.length(); length++) {
      assertThat(OpaqueToken.parse(Kind.CODE, REALM, wire.substring(0, length))).isEmpty();
    }
  }

  @Attack("J10")
  @Test
  void parse_everyLastCharacter_oneBytesHaveOneSpelling() {
    String wire = token(Kind.CODE).wire();
    String start = wire.substring(0, wire.length() - 1);
    long spellings =
        ALPHABET
            .chars()
            .filter(c -> OpaqueToken.parse(Kind.CODE, REALM, start + (char) c).isPresent())
            .count();
    // 73 bytes are 98 characters, of which the last carries two bits of value and four of zero
    assertThat(spellings).isEqualTo(4);
    assertThat(wire.charAt(wire.length() - 1)).isIn('A', 'Q', 'g', 'w');
  }

  @Test
  void parse_anotherVersion_isNothing() {
    String wire = token(Kind.CODE).wire();
    byte[] bytes = Base64.getUrlDecoder().decode(wire.substring(4));
    bytes[0] = 2;
    assertThat(OpaqueToken.parse(Kind.CODE, REALM, "ghc_" + Base64Url.encode(bytes))).isEmpty();
  }

  @Test
  void of_sameSecret_givesTheSameToken() {
    UUID id = RANDOM.uuid();
    byte[] secret = RANDOM.bytes(OpaqueToken.SECRET_LENGTH);
    OpaqueToken one = OpaqueToken.of(Kind.REFRESH, REALM, TENANT, id, secret);
    secret[0]++;
    OpaqueToken other = OpaqueToken.of(Kind.REFRESH, REALM, TENANT, id, secret);
    assertThat(one).isNotEqualTo(other);
    assertThat(one.digest()).isNotEqualTo(other.digest());
    assertThatThrownBy(() -> OpaqueToken.of(Kind.CODE, REALM, TENANT, id, new byte[16]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
