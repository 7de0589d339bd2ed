package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.kernel.RealmId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The native provider and the JDK give the same results, in every direction. */
class ProvidersTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ISSUER = "https://id.example/r/monitrax";
  private static final byte[] CONTEXT = "row".getBytes(UTF_8);

  static List<CryptoProviders> both() {
    return Stream.concat(Stream.of(CryptoProviders.jdk()), CryptoProviders.corretto().stream())
        .toList();
  }

  static Stream<Arguments> pairsAndAlgorithms() {
    return both().stream()
        .flatMap(one ->
            both().stream()
                .flatMap(other ->
                    Stream.of(SigningAlgorithm.values())
                        .map(algorithm -> Arguments.of(one, other, algorithm))));
  }

  @Test
  void choose_linuxOnX86_takesTheNativeProvider() {
    Assumptions.assumeTrue(
        System.getProperty("os.arch").equals("amd64")
            && System.getProperty("os.name").equals("Linux"),
        "the native library on the class path is for linux-x86_64");
    assertThat(CryptoProviders.choose().description()).startsWith("AmazonCorrettoCryptoProvider");
    assertThat(CryptoProviders.jdk().signing()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pairsAndAlgorithms")
  void verify_tokenSignedByTheOtherProvider_isVerified(
      CryptoProviders signing, CryptoProviders verifying, SigningAlgorithm algorithm) {
    SigningKey generated =
        new KeyGenerator(signing)
            .generate(
                new KeyGenerator.Specification(algorithm, KeyUse.ACCESS_TOKEN, 2048),
                KeyState.ACTIVE,
                NOW);
    MasterKey master = MasterKey.generate(new Csprng(signing));
    RealmId realm = new RealmId("monitrax");
    SealedKey sealed =
        new PrivateKeySealer(signing, new Envelope(signing, new Csprng(signing), master))
            .seal(realm, generated);
    SigningKey opened =
        new PrivateKeySealer(verifying, new Envelope(verifying, new Csprng(verifying), master))
            .open(realm, sealed);

    assertThat(verify(verifying, opened, sign(signing, generated)))
        .isInstanceOf(TokenVerification.Verified.class);
    assertThat(verify(signing, generated, sign(verifying, opened)))
        .isInstanceOf(TokenVerification.Verified.class);
    assertThat(PublicJwk.of(opened.verificationKey()).members())
        .isEqualTo(PublicJwk.of(generated.verificationKey()).members());
  }

  @Test
  void mac_andSeal_areTheSameWithBoth() {
    List<CryptoProviders> both = both();
    CryptoProviders first = both.getFirst();
    CryptoProviders last = both.getLast();
    MasterKey master = MasterKey.generate(new Csprng(first));

    assertThat(new Macs(last, master).mac(MacPurpose.CSRF, CONTEXT))
        .isEqualTo(new Macs(first, master).mac(MacPurpose.CSRF, CONTEXT));
    byte[] sealed =
        new Envelope(first, new Csprng(first), master).seal(Purpose.MAIL, CONTEXT, new byte[] {7});
    assertThat(new Envelope(last, new Csprng(last), master).open(Purpose.MAIL, CONTEXT, sealed))
        .containsExactly(7);
  }

  private static String sign(CryptoProviders providers, SigningKey key) {
    return new TokenSigner(providers)
        .sign(
            key,
            "at+jwt",
            Map.of(
                "iss",
                ISSUER,
                "aud",
                "api",
                "sub",
                "p",
                "client_id",
                "c",
                "jti",
                "j",
                "iat",
                NOW,
                "exp",
                NOW.plusSeconds(60)));
  }

  private static TokenVerification verify(CryptoProviders providers, SigningKey key, String token) {
    return new AccessTokenVerifier(
            providers,
            new AccessTokenVerifier.Expectation(ISSUER, Set.of("api"), "at+jwt", key.algorithm()),
            kid -> kid.equals(key.kid()) ? Optional.of(key.verificationKey()) : Optional.empty(),
            Clock.fixed(NOW, ZoneOffset.UTC))
        .verify(token);
  }
}
