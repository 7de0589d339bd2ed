package dev.gatehouse.benchmarks.kind;

import dev.gatehouse.benchmarks.load.Answer;
import dev.gatehouse.benchmarks.load.Call;
import dev.gatehouse.benchmarks.load.HttpConnection;
import dev.gatehouse.benchmarks.load.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** A token for the client itself (RFC 6749 §4.4). */
record ClientCredentials(String algorithm) implements Kind {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(100);

  @Override
  public String name() {
    return "client-credentials-" + algorithm.toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean isForMachine() {
    return true;
  }

  @Override
  public boolean isOfferedBy(Provider provider) {
    return provider.offersGrant("client_credentials");
  }

  @Override
  public Work client(Registration registration, Account account) throws IOException {
    HttpConnection connection = registration.provider().connect();
    Call call = registration.post("token_endpoint", "grant_type=client_credentials");
    Tokens.access(firstAnswer(connection, call), algorithm);
    return new Work() {
      @Override
      public void once() throws IOException {
        connection.send(call).expect(200);
      }

      @Override
      public void close() {
        connection.close();
      }
    };
  }

  /** A provider may give a client its account moments after the tenant is there. */
  private static Answer firstAnswer(HttpConnection connection, Call call) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Answer answer = connection.send(call);
    while (answer.status() != 200 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(PAUSE.toNanos());
      answer = connection.send(call);
    }
    return answer;
  }
}
