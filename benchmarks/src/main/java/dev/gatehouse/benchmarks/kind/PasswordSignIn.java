package dev.gatehouse.benchmarks.kind;

import dev.gatehouse.benchmarks.load.Work;
import java.io.IOException;

/** All of a sign-in: the application's request, the page, the password, the code, its tokens. */
record PasswordSignIn() implements Kind {
  @Override
  public String name() {
    return "password-sign-in";
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
        application.signIn();
      }

      @Override
      public void close() {
        application.close();
      }
    };
  }
}
