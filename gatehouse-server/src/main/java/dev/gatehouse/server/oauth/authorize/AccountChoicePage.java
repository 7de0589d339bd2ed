package dev.gatehouse.server.oauth.authorize;

import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.JourneyId;
import dev.gatehouse.server.oauth.request.AuthorizationRequest;
import dev.gatehouse.server.oauth.request.RequestFrames;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.view.AccountChoiceView;
import dev.gatehouse.server.session.SignedIn;
import java.util.List;

/** Asks a person which account to go on with (OpenID Connect Core §3.1.2.1, select_account). */
public final class AccountChoicePage {
  private final PageRenderer renderer;
  private final RequestFrames frames;

  public AccountChoicePage(PageRenderer renderer, RequestFrames frames) {
    this.renderer = renderer;
    this.frames = frames;
  }

  /** The page. Its form may lead on to the client: CSP {@code form-action} follows redirects. */
  Answer ask(Exchange exchange, AuthorizationRequest request, SignedIn person, JourneyId journey)
      throws Refusal {
    var view =
        new AccountChoiceView(
            frames.of(exchange, request, person),
            exchange.site().path("/oauth2/authorize/account"),
            journey.toString(),
            RequestFrames.otherAccount(exchange, journey));
    return new Answer.Page(200, renderer.render(view), List.of(request.redirectUri().uri()));
  }
}
