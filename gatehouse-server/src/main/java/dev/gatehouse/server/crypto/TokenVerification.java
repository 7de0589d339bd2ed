package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.Reason;

/** What became of verifying a token. */
public sealed interface TokenVerification {
  /** Signature, type, issuer, audience and times are right; nothing is said about revocation. */
  record Verified(TokenClaims claims) implements TokenVerification {}

  /** Everything is right but the time is over. */
  record Expired() implements TokenVerification {
    /** Why, for the refusal. */
    public Reason reason() {
      return Reason.ACCESS_TOKEN_EXPIRED;
    }
  }

  /** Not a token of ours, or changed. */
  record Invalid(Flaw flaw) implements TokenVerification {
    /** Why, for the refusal. */
    public Reason reason() {
      return Reason.ACCESS_TOKEN_INVALID;
    }
  }

  /** What is wrong with an invalid token; for logs, never for answers. */
  enum Flaw {
    TOO_LARGE,
    MALFORMED,
    HEADER,
    TYPE,
    ALGORITHM,
    KEY_UNKNOWN,
    SIGNATURE,
    CLAIMS,
    ISSUER,
    AUDIENCE,
    TIME
  }
}
