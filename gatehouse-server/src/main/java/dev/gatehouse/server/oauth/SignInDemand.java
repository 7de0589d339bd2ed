package dev.gatehouse.server.oauth;

import dev.gatehouse.server.login.Journey;
import dev.gatehouse.server.session.SignedIn;
import java.time.Instant;
import java.util.Optional;

/** Whether the sign-in there is will do for a request (OpenID Connect Core §3.1.2.3). */
final class SignInDemand {
  private SignInDemand() {}

  static boolean isMet(
      AuthorizationRequest request, SignedIn person, Optional<Journey> journey, Instant now) {
    boolean elsewhere =
        request.organization().filter(slug -> !slug.equals(person.organisationSlug())).isPresent();
    if (elsewhere) {
      return false;
    }
    if (journey.filter(it -> isSignedInBy(it, person)).isPresent()) {
      // the person signed in for this very request: it is as fresh as can be
      return true;
    }
    boolean tooOld =
        request.maxAge().filter(age -> person.authTime().plus(age).isBefore(now)).isPresent();
    return !tooOld && !request.prompts().contains(Prompt.LOGIN);
  }

  private static boolean isSignedInBy(Journey journey, SignedIn person) {
    return journey.signedInAt().isPresent()
        && journey.session().equals(Optional.of(person.id()))
        && !person.authTime().isBefore(journey.startedAt());
  }
}
