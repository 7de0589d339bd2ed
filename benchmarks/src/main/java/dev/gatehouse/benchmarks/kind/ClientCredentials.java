package dev.gatehouse.benchmarks.kind;

import dev.gatehouse.benchmarks.load.Call;
import dev.gatehouse.benchmarks.load.HttpConnection;
import dev.gatehouse.benchmarks.load.Work;
import java.io.IOException;
import java.util.Locale;

/** A token for the client itself (RFC 6749 §4.4). */
record ClientCredentials(String algorithm) implements Kind {
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
    Tokens.access(connection.send(call), algorithm);
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
}
