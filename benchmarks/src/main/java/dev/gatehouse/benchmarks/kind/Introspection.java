package dev.gatehouse.benchmarks.kind;

import dev.gatehouse.benchmarks.load.Answer;
import dev.gatehouse.benchmarks.load.UnexpectedAnswer;
import dev.gatehouse.benchmarks.load.Work;
import java.io.IOException;
import java.util.Map;

/** Whether a person's access token is live (RFC 7662). */
record Introspection() implements Kind {
  @Override
  public String name() {
    return "introspection";
  }

  @Override
  public boolean isOfferedBy(Provider provider) {
    return provider.has("introspection_endpoint");
  }

  @Override
  public Work client(Registration registration, Account account) throws IOException {
    SignedInApplication application =
        new SignedInApplication(registration, account, "openid profile email");
    Map<String, String> form = Map.of("token", Tokens.access(application.signIn(), algorithm()));
    return new Work() {
      @Override
      public void once() throws IOException {
        Answer answer = application.post("introspection_endpoint", form).expect(200);
        if (!answer.json().path("active").asBoolean(false)) {
          throw new UnexpectedAnswer("not active", answer);
        }
      }

      @Override
      public void close() {
        application.close();
      }
    };
  }
}
