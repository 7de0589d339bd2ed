package dev.gatehouse.server.oauth.logout;

import dev.gatehouse.server.client.ClientLinks;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.frame.ApplicationLinks;
import dev.gatehouse.server.page.frame.PageFrames;
import dev.gatehouse.server.page.view.DoneView;
import dev.gatehouse.server.page.view.LogoutView;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.session.SessionFrames;
import dev.gatehouse.server.session.SignedIn;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What a person sees of a logout that an application asked for. */
public final class LogoutPages {
  private final PageFrames frames;
  private final PageRenderer renderer;
  private final CsrfGuard csrf;

  public LogoutPages(PageFrames frames, PageRenderer renderer, CsrfGuard csrf) {
    this.frames = frames;
    this.renderer = renderer;
    this.csrf = csrf;
  }

  /** Asks whether to sign out. Its form may lead on to the client: CSP follows redirects. */
  Answer confirm(Exchange exchange, LogoutRequest request, SignedIn person) throws Refusal {
    var view =
        new LogoutView(
            new SessionFrames(frames, csrf)
                .of(exchange, person)
                .askedBy(
                    request.client().map(Client::name).orElse(null),
                    request.client().map(ClientLinks::of).orElse(ApplicationLinks.NONE)),
            exchange.site().path("/oauth2/logout/confirm"),
            request.fields(),
            exchange.site().path("/account"));
    List<URI> targets = request.target().stream().toList();
    return new Answer.Page(200, renderer.render(view), targets);
  }

  /** Refuses what another site caused, whoever is signed in. */
  void checkSite(Exchange exchange) throws Refusal {
    csrf.checkSite(exchange);
  }

  /** Refuses a form that is not this session's. */
  void checkForm(Exchange exchange, SignedIn person) throws Refusal {
    csrf.checkSession(exchange, person.cookie().reveal());
  }

  /**
   * Says that it is over; who wants back in begins at the client, where it has a place for that.
   */
  Answer signedOut(Exchange exchange, LogoutRequest request) throws Refusal {
    Optional<URI> login = request.client().flatMap(it -> it.pages().initiateLoginUri());
    var view =
        new DoneView(
            frames.of(exchange, ""),
            DoneView.Kind.SIGNED_OUT,
            null,
            login
                .map(uri -> initiated(uri, exchange.site().issuer()))
                .orElse(exchange.site().path("/sign-in")));
    return Answer.Page.ok(renderer.render(view));
  }

  /** OpenID Connect Core §4: the issuer is the one parameter that is required. */
  private static String initiated(URI uri, String issuer) {
    String text = uri.toString();
    char joint = text.indexOf('?') < 0 ? '?' : '&';
    return text + joint + "iss=" + URLEncoder.encode(issuer, StandardCharsets.UTF_8);
  }
}
