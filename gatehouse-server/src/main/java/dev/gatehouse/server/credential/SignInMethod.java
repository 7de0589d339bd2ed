package dev.gatehouse.server.credential;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;
import java.util.Locale;

/** By what a person can prove who they are. */
public enum SignInMethod {
  PASSWORD(false);

  private final boolean second;

  SignInMethod(boolean second) {
    this.second = second;
  }

  /** Its stable name. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is asked for besides another one. */
  public boolean isSecondFactor() {
    return second;
  }

  /** Those a person has. */
  public static List<SignInMethod> of(TenantTx tx, PasswordStore passwords, PrincipalId person) {
    return passwords.find(tx, person).isPresent() ? List.of(PASSWORD) : List.of();
  }
}
