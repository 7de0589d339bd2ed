package dev.gatehouse.benchmarks.kind;

import dev.gatehouse.benchmarks.load.Call;
import dev.gatehouse.benchmarks.load.Work;
import java.io.IOException;

/** Claims about a person (OpenID Connect Core §5.3). */
record UserInfo() implements Kind {
  @Override
  public String name() {
    return "userinfo";
  }

  @Override
  public boolean isOfferedBy(Provider provider) {
    return provider.has("userinfo_endpoint");
  }

  @Override
  public Work client(Registration registration, Account account) throws IOException {
    SignedInApplication application =
        new SignedInApplication(registration, account, "openid profile email");
    Call call =
        Call.get(registration.provider().path("userinfo_endpoint"))
            .bearer(Tokens.access(application.signIn(), algorithm()));
    return new Work() {
      @Override
      public void once() throws IOException {
        application.connection().send(call).expect(200).json("sub");
      }

      @Override
      public void close() {
        application.close();
      }
    };
  }
}
