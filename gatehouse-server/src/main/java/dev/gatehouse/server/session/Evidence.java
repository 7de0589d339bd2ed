package dev.gatehouse.server.session;

import java.util.List;

/**
 * How a person proved who they are.
 *
 * @param amr the means, names of RFC 8176 §2
 * @param acr the level reached; {@code aal1} is one factor (NIST SP 800-63B-4 §2)
 * @param mfa whether two kinds of proof were given
 */
public record Evidence(List<String> amr, String acr, boolean mfa) {
  /** A password and nothing else. */
  public static final Evidence PASSWORD = new Evidence(List.of("pwd"), "aal1", false);

  /** The levels that a sign-in can reach. */
  public static final List<String> REACHABLE = List.of(PASSWORD.acr());

  public Evidence {
    amr = List.copyOf(amr);
  }
}
