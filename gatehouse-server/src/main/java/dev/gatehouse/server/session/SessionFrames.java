package dev.gatehouse.server.session;

import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.page.frame.PageFrame;
import dev.gatehouse.server.page.frame.PageFrames;
import dev.gatehouse.server.page.frame.SignedInPerson;

/**
 * What surrounds the pages of somebody who is signed in: who and where they are, and their forms'
 * token.
 */
public final class SessionFrames {
  private final PageFrames frames;
  private final CsrfGuard csrf;

  public SessionFrames(PageFrames frames, CsrfGuard csrf) {
    this.frames = frames;
    this.csrf = csrf;
  }

  public PageFrame of(Exchange exchange, SignedIn signedIn) throws Refusal {
    String token = csrf.sessionToken(exchange, signedIn.cookie().reveal());
    return frames
        .of(exchange, token)
        .in(signedIn.organisation())
        .signedIn(
            new SignedInPerson(
                signedIn.name(),
                signedIn.email(),
                exchange.site().path("/account"),
                exchange.site().path("/sign-out")));
  }
}
