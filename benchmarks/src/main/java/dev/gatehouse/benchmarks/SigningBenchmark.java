package dev.gatehouse.benchmarks;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.crypto.SigningKey;
import dev.gatehouse.server.crypto.TokenSigner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A bare signature, and a whole token as the server signs it. RSA keys have 2048 bits. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SigningBenchmark {
  private static final Map<String, ?> CLAIMS =
      Map.of(
          "iss", "https://id.monitrax.example/r/monitrax",
          "sub", "019b7c1e-5d0e-7c3a-9f10-000000000001",
          "aud", List.of("https://api.monitrax.example"),
          "client_id", "monitrax-web",
          "tid", "019b7c1e-5d0e-7c3a-9f10-000000000002",
          "sid", "019b7c1e-5d0e-7c3a-9f10-000000000003",
          "roles", List.of("owner"),
          "scope", "openid profile email offline_access",
          "exp", 1_800_000_900L,
          "rs", 17L);

  private final CryptoProviders providers = CryptoProviders.choose();
  private final TokenSigner signer = new TokenSigner(providers);

  /** What signs. */
  @Param({"RS256", "ES256", "EDDSA"})
  public SigningAlgorithm algorithm = SigningAlgorithm.RS256;

  private BareSignature bare = BareSignature.with(providers, SigningAlgorithm.EDDSA);
  private SigningKey key = BareSignature.newKey(providers, SigningAlgorithm.EDDSA);

  /** Makes the keys. */
  @Setup
  public void prepare() {
    bare = BareSignature.with(providers, algorithm);
    key = BareSignature.newKey(providers, algorithm);
  }

  @Benchmark
  public byte[] signature() {
    return bare.sign();
  }

  @Benchmark
  public String token() {
    return signer.sign(key, "at+jwt", CLAIMS);
  }
}
