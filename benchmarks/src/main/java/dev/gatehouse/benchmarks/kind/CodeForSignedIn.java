package dev.gatehouse.benchmarks.kind;

import dev.gatehouse.benchmarks.load.Work;
import java.io.IOException;

/** A code for a person who is signed in, and its tokens (RFC 6749 §4.1, with PKCE). */
record CodeForSignedIn() implements Kind {
  @Override
  public String name() {
    return "code-for-signed-in";
  }

  @Override
  public boolean isOfferedBy(Provider provider) {
    return provider.offersGrant("authorization_code");
  }

  @Override
  public Work client(Registration registration, Account account) throws IOException {
    SignedInApplication application =
        new SignedInApplication(registration, account, "openid profile email");
    Tokens.access(application.signIn(), algorithm());
    return new Work() {
      @Override
      public void once() throws IOException {
        application.again();
      }

      @Override
      public void close() {
        application.close();
      }
    };
  }
}
