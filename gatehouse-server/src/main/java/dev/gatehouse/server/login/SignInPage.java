package dev.gatehouse.server.login;

import dev.gatehouse.server.client.ClientLinks;
import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.PublicCode;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.form.FormProblem;
import dev.gatehouse.server.page.frame.ApplicationLinks;
import dev.gatehouse.server.page.frame.PageFrame;
import dev.gatehouse.server.page.frame.PageFrames;
import dev.gatehouse.server.page.view.SignInView;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** "Who are you": the page a journey begins with, and its form. */
public final class SignInPage {
  private static final Set<String> FIELDS =
      Set.of(CsrfGuard.FIELD, "journey", "email", "password", "organisation");
  private static final int REFUSED = PublicCode.SIGN_IN_FAILED.status();

  private final ClientRegistry clients;
  private final PageFrames frames;
  private final PageRenderer renderer;
  private final CsrfGuard csrf;
  private final Csprng random;
  private final Journeys journeys;
  private final SignIn signIn;

  public SignInPage(
      ClientRegistry clients,
      PageFrames frames,
      PageRenderer renderer,
      CsrfGuard csrf,
      Csprng random,
      Journeys journeys,
      SignIn signIn) {
    this.clients = clients;
    this.frames = frames;
    this.renderer = renderer;
    this.csrf = csrf;
    this.random = random;
    this.journeys = journeys;
    this.signIn = signIn;
  }

  /** Where a journey's sign-in is, as a path of the realm. */
  public static String path(JourneyId journey) {
    return "/sign-in?journey=" + journey;
  }

  /** {@code GET /sign-in}: the page; without a journey one begins. */
  public Answer show(Exchange exchange) throws Refusal {
    Browser browser = Browser.of(exchange, random);
    Optional<String> given = exchange.query().find("journey");
    String id =
        given.isPresent() ? given.get() : journeys.begin(exchange, browser, Map.of()).toString();
    Journey journey = journeys.open(exchange, browser, id);
    if (journey.step() == Journey.Step.SIGNED_IN) {
      return new Answer.SeeOther(exchange.site().uri(journey.continuation()));
    }
    SignInForm empty =
        new SignInForm(
            journey.request().getOrDefault("login_hint", ""),
            journey.organisation().orElse(""),
            Optional.empty(),
            FormErrors.none());
    return page(exchange, browser, journey, empty, 200);
  }

  /**
   * {@code GET /t/{slug}}: the entry of a tenant; it looks the same whether there is such a one.
   */
  public Answer enter(Exchange exchange) throws Refusal {
    Browser browser = Browser.of(exchange, random);
    JourneyId journey = journeys.beginAt(exchange, browser, exchange.path("slug"));
    return new Answer.SeeOther(exchange.site().uri(path(journey)));
  }

  /**
   * {@code POST /sign-in}: a session and on with the journey; or the page again, the same for every
   * reason why somebody is not let in.
   */
  public Answer send(Exchange exchange) throws Refusal {
    Browser browser = Browser.known(exchange).orElseThrow(() -> Refusal.of(Reason.CSRF_FAILED));
    csrf.check(exchange, browser);
    Parameters form = exchange.form().only(FIELDS);
    Journey journey =
        journeys.open(exchange, browser, form.require("journey"), Journey.Step.SIGN_IN);
    SignInForm typed = SignInForm.read(form);
    if (typed.checked().isEmpty()) {
      return page(exchange, browser, journey, typed, REFUSED);
    }
    try {
      Journey next =
          signIn.signIn(exchange, browser, journey, typed.checked().get(), typed.organisation());
      return new Answer.SeeOther(exchange.site().uri(next.continuation()));
    } catch (Refusal refusal) {
      if (refusal.code() != PublicCode.SIGN_IN_FAILED) {
        throw refusal;
      }
      SignInForm again =
          new SignInForm(
              typed.email(),
              typed.organisation(),
              Optional.empty(),
              FormErrors.of(FormProblem.SIGN_IN_FAILED));
      return page(exchange, browser, journey, again, REFUSED);
    }
  }

  private Answer page(
      Exchange exchange, Browser browser, Journey journey, SignInForm form, int status)
      throws Refusal {
    Realm realm = clients.realm(exchange.realm());
    Optional<Client> application = application(exchange, journey);
    PageFrame frame =
        frames
            .of(
                exchange,
                csrf.token(exchange, browser),
                Optional.ofNullable(journey.request().get("ui_locales")))
            .askedBy(
                application.map(Client::name).orElse(null),
                application.map(ClientLinks::of).orElse(ApplicationLinks.NONE));
    Site site = exchange.site();
    Underway underway = Underway.of(journey);
    SignInView view =
        new SignInView(
            frame,
            site.path("/sign-in"),
            journey.id().toString(),
            form.email(),
            form.organisation(),
            form.errors(),
            realm.signUp() == Realm.SignUp.OPEN ? site.path(underway.on("/register")) : null,
            site.path(underway.on("/forgot")),
            site.path(underway.on("/resend")));
    return new Answer.Page(status, renderer.render(view), formTargets(journey));
  }

  private Optional<Client> application(Exchange exchange, Journey journey) {
    return Optional.ofNullable(journey.request().get("client_id"))
        .flatMap(id -> clients.find(exchange.realm(), id));
  }

  /** Where the client of the journey gets its answer: the form leads there through redirects. */
  private static List<URI> formTargets(Journey journey) {
    return Optional.ofNullable(journey.request().get("redirect_uri")).map(URI::create).stream()
        .toList();
  }
}
