package dev.gatehouse.server.oauth.consent;

import dev.gatehouse.server.client.ClientLogo;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.JourneyId;
import dev.gatehouse.server.oauth.grant.ScopeWords;
import dev.gatehouse.server.oauth.request.AuthorizationRequest;
import dev.gatehouse.server.oauth.request.RequestFrames;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.view.ConsentView;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.SignedIn;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks a person whether a client may have what it asks for. */
public final class ConsentPage {
  private final PageRenderer renderer;
  private final RequestFrames frames;
  private final Function<RealmId, Realm> realms;

  public ConsentPage(PageRenderer renderer, RequestFrames frames, Function<RealmId, Realm> realms) {
    this.renderer = renderer;
    this.frames = frames;
    this.realms = realms;
  }

  /** The page. Its form may lead on to the client: CSP {@code form-action} follows redirects. */
  public Answer ask(
      Exchange exchange, AuthorizationRequest request, SignedIn person, JourneyId journey)
      throws Refusal {
    URI target = request.redirectUri().uri();
    var view =
        new ConsentView(
            frames.of(exchange, request, person),
            exchange.site().path("/oauth2/consent"),
            journey.toString(),
            ClientLogo.ofOurs(request.client())
                .or(() -> logo(request).map(URI::toString))
                .orElse(null),
            ScopeWords.of(realms.apply(exchange.realm()), request.consentable().names()),
            target.getHost() == null ? target.getScheme() + ":" : target.getHost(),
            RequestFrames.otherAccount(exchange, journey));
    return new Answer.Page(
        200, renderer.render(view), List.of(target), logo(request).stream().toList());
  }

  /**
   * A picture of the client's own, where this server has none of it. It is shown where its name is,
   * by a browser that says nothing of where it came from, and from no other origin than this one.
   */
  private static Optional<URI> logo(AuthorizationRequest request) {
    return ClientLogo.ofOurs(request.client()).isPresent()
        ? Optional.empty()
        : request.client().pages().logoUri();
  }
}
