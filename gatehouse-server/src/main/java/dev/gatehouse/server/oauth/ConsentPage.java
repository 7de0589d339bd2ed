package dev.gatehouse.server.oauth;

import dev.gatehouse.server.client.ClientLinks;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.JourneyId;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.frame.PageFrame;
import dev.gatehouse.server.page.frame.PageFrames;
import dev.gatehouse.server.page.frame.SignedInPerson;
import dev.gatehouse.server.page.view.ConsentView;
import dev.gatehouse.server.page.view.RequestedScope;
import dev.gatehouse.server.session.SignedIn;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Asks a person whether a client may have what it asks for. */
public final class ConsentPage {
  private final PageRenderer renderer;
  private final PageFrames frames;
  private final CsrfGuard csrf;

  public ConsentPage(PageRenderer renderer, PageFrames frames, CsrfGuard csrf) {
    this.renderer = renderer;
    this.frames = frames;
    this.csrf = csrf;
  }

  /** The page. Its form may lead on to the client: CSP {@code form-action} follows redirects. */
  Answer ask(Exchange exchange, AuthorizationRequest request, SignedIn person, JourneyId journey)
      throws Refusal {
    URI target = request.redirectUri().uri();
    String here = "/r/" + exchange.realm();
    var view =
        new ConsentView(
            frame(exchange, request, person),
            here + "/oauth2/consent",
            journey.toString(),
            logo(request).map(URI::toString).orElse(null),
            request.scopes().names().stream().map(name -> new RequestedScope(name, null)).toList(),
            target.getHost() == null ? target.getScheme() + ":" : target.getHost(),
            here + "/oauth2/authorize?" + request.parameters().with("prompt", "login").query());
    return new Answer.Page(
        200, renderer.render(view), List.of(target), logo(request).stream().toList());
  }

  /**
   * A picture of the client's own. It is shown where its name is, by a browser that says nothing of
   * where it came from, and from no other origin than this one.
   */
  private static Optional<URI> logo(AuthorizationRequest request) {
    return request.client().pages().logoUri();
  }

  private PageFrame frame(Exchange exchange, AuthorizationRequest request, SignedIn person)
      throws Refusal {
    String here = "/r/" + exchange.realm();
    return PageFrame.of(
            frames.branding(exchange.realm()),
            frames.messages(exchange, request.parameters().find("ui_locales")),
            csrf.sessionToken(exchange, person.cookie().reveal()))
        .in(person.organisation())
        .askedBy(request.client().name(), ClientLinks.of(request.client()))
        .signedIn(
            new SignedInPerson(
                person.name(), person.email(), here + "/account", here + "/sign-out"));
  }
}
