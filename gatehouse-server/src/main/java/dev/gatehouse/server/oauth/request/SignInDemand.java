package dev.gatehouse.server.oauth.request;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.Journey;
import dev.gatehouse.server.oauth.rule.Prompt;
import dev.gatehouse.server.session.Evidence;
import dev.gatehouse.server.session.SignedIn;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Whether the sign-in there is will do for a request (OpenID Connect Core §3.1.2.3). */
public final class SignInDemand {
  private SignInDemand() {}

  /**
   * Whether it is as fresh, as good and of whom it must be (OpenID Connect Core §3.1.2.1, §5.5.1).
   *
   * @return false where another sign-in might
   * @throws Refusal where the person signed in for this very request, and it does not
   */
  public static boolean isMet(
      AuthorizationRequest request, SignedIn person, Optional<Journey> journey, Instant now)
      throws Refusal {
    boolean elsewhere =
        request.organization().filter(slug -> !slug.equals(person.organisationSlug())).isPresent();
    if (elsewhere) {
      return false;
    }
    // it is as fresh as can be
    boolean forThis = isForThis(journey, person);
    Optional<Reason> unfit = unfit(request, person);
    if (unfit.isPresent()) {
      if (forThis) {
        throw Refusal.of(unfit.get());
      }
      return false;
    }
    return forThis
        || !(isTooOld(request, person, now)
            || request.prompts().contains(Prompt.LOGIN)
            || couldBeBetter(request, person));
  }

  private static Optional<Reason> unfit(AuthorizationRequest request, SignedIn person) {
    // §3.1.2.1: id_token_hint; §5.5.1: sub with a value
    if (!request.isAbout(person.principal())) {
      return Optional.of(Reason.HINT_OTHER_PERSON);
    }
    // §5.5.1.1: an essential acr is one of those named
    boolean acrUnmet =
        !request.claims().essentialAcr().isEmpty()
            && !request.claims().essentialAcr().contains(person.acr());
    return acrUnmet ? Optional.of(Reason.ACR_UNMET) : Optional.empty();
  }

  /** RFC 9470 §5: a level that was asked for is tried for where a sign-in here reaches it. */
  private static boolean couldBeBetter(AuthorizationRequest request, SignedIn person) {
    List<String> wished = request.acrValues();
    return !wished.contains(person.acr()) && !Collections.disjoint(wished, Evidence.REACHABLE);
  }

  /** §3.1.2.1: max_age=0 asks for a sign-in as prompt=login does. */
  private static boolean isTooOld(AuthorizationRequest request, SignedIn person, Instant now) {
    return request
        .maxAge()
        .filter(age -> age.isZero() || person.authTime().plus(age).isBefore(now))
        .isPresent();
  }

  /** Whether the person signed in on this very journey. */
  public static boolean isForThis(Optional<Journey> journey, SignedIn person) {
    return journey
        .filter(it -> it.signedInAt().isPresent())
        .filter(it -> it.session().equals(Optional.of(person.id())))
        .filter(it -> !person.authTime().isBefore(it.startedAt()))
        .isPresent();
  }
}
