package dev.gatehouse.server.oauth.request;

import dev.gatehouse.server.client.ClientLinks;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.JourneyId;
import dev.gatehouse.server.page.frame.PageFrame;
import dev.gatehouse.server.page.frame.PageFrames;
import dev.gatehouse.server.page.frame.SignedInPerson;
import dev.gatehouse.server.session.SignedIn;

/** Frames of pages that a signed-in person sees on the way to an application. */
public final class RequestFrames {
  private final PageFrames frames;
  private final CsrfGuard csrf;

  public RequestFrames(PageFrames frames, CsrfGuard csrf) {
    this.frames = frames;
    this.csrf = csrf;
  }

  /** Where the same request goes on with another account. */
  public static String otherAccount(Exchange exchange, JourneyId journey) {
    return exchange.site().path("/oauth2/authorize/switch?journey=" + journey);
  }

  /** In the language the application asked for, also where the request comes from a journey. */
  public PageFrame of(Exchange exchange, AuthorizationRequest request, SignedIn person)
      throws Refusal {
    String token = csrf.sessionToken(exchange, person.cookie().reveal());
    return frames
        .of(exchange, token, request.parameters().find("ui_locales"))
        .in(person.organisation())
        .askedBy(request.client().name(), ClientLinks.of(request.client()))
        .signedIn(
            new SignedInPerson(
                person.name(),
                person.email(),
                exchange.site().path("/account"),
                exchange.site().path("/sign-out")));
  }
}
