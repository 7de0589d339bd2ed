package dev.gatehouse.benchmarks.kind;

import dev.gatehouse.benchmarks.load.Work;
import java.io.IOException;
import java.util.List;

/** A kind of work. */
public interface Kind {
  /** As options name it. */
  String name();

  /** The algorithm of its access tokens, as JOSE names it; RSA keys have 2048 bits. */
  default String algorithm() {
    return "RS256";
  }

  /** Whether a client does it for itself, with no person about. */
  default boolean isForMachine() {
    return false;
  }

  boolean isOfferedBy(Provider provider);

  /** One client that does it, made ready: signed in where it must be. */
  Work client(Registration registration, Account account) throws IOException;

  /** All there are, in the order of the report. */
  static List<Kind> all() {
    return List.of(
        new ClientCredentials("RS256"),
        new ClientCredentials("ES256"),
        new ClientCredentials("EdDSA"),
        new Refresh("refresh", "profile email"),
        new Refresh("refresh-with-id-token", "openid profile email"),
        new Introspection(),
        new UserInfo(),
        new CodeForSignedIn(),
        new PasswordSignIn());
  }
}
