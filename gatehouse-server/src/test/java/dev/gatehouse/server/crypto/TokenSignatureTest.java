package dev.gatehouse.server.crypto;

import static dev.gatehouse.server.crypto.TokenForge.AUDIENCE;
import static dev.gatehouse.server.crypto.TokenForge.ISSUER;
import static dev.gatehouse.server.crypto.TokenForge.claims;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSAEncrypter;
import dev.gatehouse.server.crypto.TokenVerification.Flaw;
import dev.gatehouse.server.crypto.TokenVerification.Invalid;
import dev.gatehouse.server.crypto.TokenVerification.Verified;
import dev.gatehouse.testkit.Attack;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures and headers that must not pass. */
class TokenSignatureTest {
  private static final CryptoProviders PROVIDERS = CryptoProviders.choose();
  private static final TokenForge EC = new TokenForge(PROVIDERS, SigningAlgorithm.ES256);
  private static final TokenForge RSA = new TokenForge(PROVIDERS, SigningAlgorithm.RS256);
  private static final TokenForge ED = new TokenForge(PROVIDERS, SigningAlgorithm.EDDSA);

  private static void assertInvalid(TokenForge forge, String token, Flaw flaw) {
    assertThat(forge.verifier().verify(token)).isEqualTo(new Invalid(flaw));
  }

  static Stream<TokenForge> forges() {
    return Stream.of(EC, RSA, ED);
  }

  @Attack("J1")
  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "nOnE", "NONE", "", " none", "ES256 ", "es256"})
  void verify_algNone_isRefused(String alg) {
    String header = EC.header().replace("ES256", alg);
    String unsigned =
        Base64Url.encode(header.getBytes(UTF_8))
            + "."
            + Base64Url.encode(claims("").getBytes(UTF_8));
    assertInvalid(EC, unsigned + ".", Flaw.ALGORITHM);
    assertThat(EC.verifier().verify(unsigned)).isInstanceOf(Invalid.class);
    assertInvalid(EC, EC.signed(header, claims("")), Flaw.ALGORITHM);
  }

  @Attack("J1")
  @ParameterizedTest
  @MethodSource("forges")
  void verify_emptyOrForeignSignature_isRefused(TokenForge forge) {
    String good = forge.good();
    String input = good.substring(0, good.lastIndexOf('.'));
    assertInvalid(forge, input + ".", Flaw.SIGNATURE);
    String other = forge.signed(forge.header(), claims(",\"roles\":[\"owner\"]"));
    assertInvalid(forge, input + other.substring(other.lastIndexOf('.')), Flaw.SIGNATURE);
  }

  @Attack("J2")
  @ParameterizedTest
  @MethodSource("forges")
  void verify_hs256KeyedWithThePublicKey_isRefused(TokenForge forge) {
    byte[] der = forge.key.publicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    String jwk = PublicJwk.of(forge.key.verificationKey()).json();
    for (byte[] secret : List.of(der, pem.getBytes(UTF_8), jwk.getBytes(UTF_8))) {
      String hs256 = forge.header().replace(forge.key.algorithm().joseName(), "HS256");
      assertInvalid(forge, TokenForge.hmac(hs256, claims(""), secret), Flaw.ALGORITHM);
      assertInvalid(forge, TokenForge.hmac(forge.header(), claims(""), secret), Flaw.SIGNATURE);
    }
  }

  @Attack("J2")
  @Test
  void verify_keyOfAnotherAlgorithmInTheRing_isNotUsed() {
    AccessTokenVerifier expectsEc =
        new AccessTokenVerifier(
            PROVIDERS,
            new AccessTokenVerifier.Expectation(
                ISSUER, Set.of(AUDIENCE), "at+jwt", SigningAlgorithm.ES256),
            kid -> Optional.of(RSA.key.verificationKey()),
            Clock.systemUTC());
    assertThat(expectsEc.verify(EC.good())).isEqualTo(new Invalid(Flaw.KEY_UNKNOWN));
  }

  @Attack("J3")
  @Test
  void verify_jweAroundAnUnsignedToken_isRefused() throws JOSEException {
    String plain =
        Base64Url.encode("{\"alg\":\"none\"}".getBytes(UTF_8))
            + "."
            + Base64Url.encode(claims(",\"roles\":[\"admin\"]").getBytes(UTF_8))
            + ".";
    JWEObject jwe =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
                .contentType("JWT")
                .keyID(RSA.key.kid())
                .build(),
            new Payload(plain));
    jwe.encrypt(new RSAEncrypter((RSAPublicKey) RSA.key.publicKey()));
    assertInvalid(RSA, jwe.serialize(), Flaw.MALFORMED);
  }

  static Stream<Arguments> impossibleSignatures() {
    byte[] order =
        new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)
            .toByteArray();
    byte[] n = Arrays.copyOfRange(order, 1, 33);
    byte[] one = new byte[32];
    one[31] = 1;
    byte[] zero = new byte[32];
    byte[] all = new byte[64];
    Arrays.fill(all, (byte) 0xff);
    List<Arguments> rows = new ArrayList<>();
    for (CryptoProviders providers : ProvidersTest.both()) {
      TokenForge forge = new TokenForge(providers, SigningAlgorithm.ES256);
      rows.add(Arguments.of(forge, "r=s=0", join(zero, zero)));
      rows.add(Arguments.of(forge, "r=n", join(n, one)));
      rows.add(Arguments.of(forge, "s=n", join(one, n)));
      rows.add(Arguments.of(forge, "r=s=n", join(n, n)));
      rows.add(Arguments.of(forge, "r=0", join(zero, one)));
      rows.add(Arguments.of(forge, "s=0", join(one, zero)));
      rows.add(Arguments.of(forge, "all ones", all));
      rows.add(Arguments.of(forge, "63 bytes", new byte[63]));
      rows.add(Arguments.of(forge, "65 bytes", new byte[65]));
      String good = forge.good();
      String input = good.substring(0, good.lastIndexOf('.'));
      rows.add(Arguments.of(forge, "DER", forge.signature("SHA256withECDSA", input)));
    }
    return rows.stream();
  }

  @Attack("J4")
  @ParameterizedTest(name = "{1}")
  @MethodSource("impossibleSignatures")
  void verify_impossibleEcdsaSignature_isRefused(TokenForge forge, String what, byte[] signature) {
    String good = forge.good();
    String input = good.substring(0, good.lastIndexOf('.'));
    assertThat(forge.verifier().verify(good)).as(what).isInstanceOf(Verified.class);
    assertInvalid(forge, input + "." + Base64Url.encode(signature), Flaw.SIGNATURE);
  }

  @Attack("J5")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../../dev/null",
        "' OR 1=1 --",
        "https://evil.example/keys",
        "",
        "file:///dev/null"
      })
  void verify_hostileKid_findsNoKey(String kid) {
    String header = EC.header().replace(EC.key.kid(), kid);
    assertInvalid(EC, EC.signed(header, claims("")), Flaw.KEY_UNKNOWN);
  }

  @Attack("J5")
  @Test
  void verify_kidHugeOrAbsentOrNoText_isRefused() {
    String huge = EC.header().replace(EC.key.kid(), "k".repeat(10_000));
    assertThat(EC.verifier().verify(EC.signed(huge, claims("")))).isInstanceOf(Invalid.class);
    assertInvalid(
        EC, EC.signed("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}", claims("")), Flaw.KEY_UNKNOWN);
    assertInvalid(
        EC,
        EC.signed("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":[1]}", claims("")),
        Flaw.KEY_UNKNOWN);
  }

  @Attack("J6")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"jku\":\"http://127.0.0.1:1/keys\"",
        "\"x5u\":\"http://127.0.0.1:1/cert\"",
        "\"x5c\":[\"MIIB\"]",
        "\"x5t\":\"AAAA\"",
        "\"jwk\":{\"kty\":\"EC\"}",
        "\"crit\":[\"exp\"]",
        "\"crit\":[]",
        "\"crit\":[\"b64\"],\"b64\":false",
        "\"b64\":false",
        "\"zip\":\"DEF\"",
        "\"enc\":\"A256GCM\"",
        "\"cty\":\"JWT\"",
        "\"p2c\":2147483647"
      })
  void verify_headerMemberBeyondTheThree_isRefused(String member) {
    String header = EC.header().replace("}", "," + member + "}");
    assertInvalid(EC, EC.signed(header, claims("")), Flaw.HEADER);
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] joined = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, joined, one.length, other.length);
    return joined;
  }
}
