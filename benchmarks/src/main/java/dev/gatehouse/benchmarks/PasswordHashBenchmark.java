package dev.gatehouse.benchmarks;

import dev.gatehouse.server.crypto.Argon2Parameters;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.PasswordHasher;
import dev.gatehouse.server.crypto.PasswordText;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One Argon2id hash at 7 MiB, 5 passes, 1 lane: the floor of a sign-in. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PasswordHashBenchmark {
  private static final Argon2Parameters COST = new Argon2Parameters(7168, 5, 1);

  private final PasswordHasher hasher =
      new PasswordHasher(
          new Csprng(CryptoProviders.choose()), PasswordHasher.Bounds.ofThisMachine(), () -> {});
  private final PasswordText password = password();

  private static PasswordText password() {
    return switch (PasswordText.normalise(Secret.of("violet kettle on a slow train"))) {
      case PasswordText.Ok ok -> ok.password();
      case PasswordText.Malformed malformed ->
          throw new IllegalStateException(malformed.toString());
    };
  }

  @Benchmark
  public String hash() throws Refusal {
    return hasher.hash(COST, password);
  }
}
