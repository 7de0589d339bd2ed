package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.PublicCode;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TransactionScope;
import dev.gatehouse.server.login.Journeys;
import dev.gatehouse.server.login.Underway;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.frame.PageFrame;
import dev.gatehouse.server.page.frame.PageFrames;
import dev.gatehouse.server.page.view.Page;
import java.util.List;

/** Pages and forms for browsers at which nobody is signed in. */
public final class BrowserPages {
  private static final int REFUSED = PublicCode.INVALID_REQUEST.status();

  private final PageFrames frames;
  private final PageRenderer renderer;
  private final CsrfGuard csrf;
  private final Csprng random;
  private final Journeys journeys;

  public BrowserPages(
      PageFrames frames, PageRenderer renderer, CsrfGuard csrf, Csprng random, Journeys journeys) {
    this.frames = frames;
    this.renderer = renderer;
    this.csrf = csrf;
    this.random = random;
    this.journeys = journeys;
  }

  /** What surrounds a page with a form; a browser that is new gets its value with the answer. */
  public PageFrame withForm(Exchange exchange) throws Refusal {
    return frames.of(exchange, csrf.token(exchange, Browser.of(exchange, random)));
  }

  /** What surrounds a page without a form. */
  public PageFrame plain(Exchange exchange) throws Refusal {
    return frames.of(exchange, "");
  }

  /** The browser of a form that was sent, or a refusal when the form is not its own. */
  public Browser sender(Exchange exchange) throws Refusal {
    Browser browser = Browser.known(exchange).orElseThrow(() -> Refusal.of(Reason.CSRF_FAILED));
    csrf.check(exchange, browser);
    return browser;
  }

  /** The sign-in that was left for this page, as its query or form carries it. */
  public Underway underway(Exchange exchange, Parameters sent) throws Refusal {
    return Underway.of(journeys, exchange, sent);
  }

  /** The language the person reads, a BCP 47 tag. */
  public String language(Exchange exchange) throws Refusal {
    return frames.messages(exchange).language().tag();
  }

  /** The token of a link as presented; what can't be one is refused like one nobody knows. */
  public static OpaqueToken token(Exchange exchange, LinkKind kind, String text) throws Refusal {
    return OpaqueToken.parse(kind.token(), exchange.realm(), text)
        .orElseThrow(() -> Refusal.of(Reason.LINK_UNKNOWN));
  }

  /** The page. */
  public Answer answer(Page page) {
    return answer(200, page);
  }

  /** A form's page again, with what is wrong. */
  public Answer again(Page page) {
    return answer(REFUSED, page);
  }

  private Answer answer(int status, Page page) {
    TransactionScope.refuseInside("drawing a page");
    return new Answer.Page(status, renderer.render(page), List.of());
  }
}
