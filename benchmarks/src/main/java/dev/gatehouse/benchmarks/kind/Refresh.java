package dev.gatehouse.benchmarks.kind;

import dev.gatehouse.benchmarks.load.Answer;
import dev.gatehouse.benchmarks.load.UnexpectedAnswer;
import dev.gatehouse.benchmarks.load.Work;
import java.io.IOException;
import java.util.Map;

/**
 * A new access token for a refresh token, which is replaced (RFC 6749 §6, RFC 9700 §4.14.2).
 *
 * @param scope with {@code openid} for an ID token in each answer
 */
record Refresh(String name, String scope) implements Kind {
  @Override
  public boolean isOfferedBy(Provider provider) {
    return provider.offersGrant("refresh_token");
  }

  @Override
  public Work client(Registration registration, Account account) throws IOException {
    SignedInApplication application = new SignedInApplication(registration, account, scope);
    Answer tokens = application.signIn();
    Tokens.access(tokens, algorithm());
    return new Chain(application, tokens.json("refresh_token"), scope.contains("openid"));
  }

  private static final class Chain implements Work {
    private final SignedInApplication application;
    private final boolean withIdToken;
    private String current;

    Chain(SignedInApplication application, String first, boolean withIdToken) {
      this.application = application;
      this.current = first;
      this.withIdToken = withIdToken;
    }

    @Override
    public void once() throws IOException {
      Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", current);
      Answer answer = application.post("token_endpoint", form).expect(200);
      String next = answer.json("refresh_token");
      if (next.equals(current) || answer.json().has("id_token") != withIdToken) {
        throw new UnexpectedAnswer("not rotated, or other tokens than at first", answer);
      }
      current = next;
    }

    @Override
    public void close() {
      application.close();
    }
  }
}
