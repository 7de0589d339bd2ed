package dev.gatehouse.server.login;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.principal.LoginIndex.Candidate;
import java.util.List;
import java.util.Optional;

/** Which of the accounts of an address a sign-in is for, before any password is looked at. */
sealed interface AccountChoice {
  /** This one and no other. */
  record Chosen(Candidate account) implements AccountChoice {}

  /** None; the reason is private. */
  record None(Reason reason) implements AccountChoice {}

  /**
   * An organisation that was named.
   *
   * @param tenant absent when there is none of that name
   */
  record Named(Optional<TenantId> tenant) {}

  /**
   * Chooses, in this order: the organisation typed, or else that of the entry; what this browser
   * remembers; what was last used with the address. Where no organisation is named, an account
   * whose address was proved goes before one where it was not.
   *
   * @param candidates the accounts of the address: proved first, then the last used
   */
  static AccountChoice of(
      Optional<Named> named, Optional<TenantId> remembered, List<Candidate> candidates) {
    if (named.isPresent()) {
      Optional<TenantId> tenant = named.get().tenant();
      return tenant.isEmpty()
          ? new None(Reason.ORGANISATION_UNKNOWN)
          : chosen(
              candidates.stream().filter(one -> one.tenant().equals(tenant.get())).findFirst());
    }
    boolean anyProved = candidates.stream().anyMatch(Candidate::verified);
    List<Candidate> eligible =
        candidates.stream().filter(one -> one.verified() || !anyProved).toList();
    return chosen(
        remembered
            .flatMap(
                tenant -> eligible.stream().filter(one -> one.tenant().equals(tenant)).findFirst())
            .or(() -> eligible.stream().findFirst()));
  }

  private static AccountChoice chosen(Optional<Candidate> account) {
    return account
        .<AccountChoice>map(Chosen::new)
        .orElseGet(() -> new None(Reason.ADDRESS_UNKNOWN));
  }
}
