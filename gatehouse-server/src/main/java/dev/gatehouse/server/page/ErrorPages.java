package dev.gatehouse.server.page;

import dev.gatehouse.server.http.ErrorPage;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.page.frame.PageFrames;
import dev.gatehouse.server.page.view.ErrorView;
import java.util.Optional;

/** Shows a refusal to a person: in their words what happened and where to go on. */
public final class ErrorPages implements ErrorPage {
  private final PageFrames frames;
  private final PageRenderer renderer;

  public ErrorPages(PageFrames frames, PageRenderer renderer) {
    this.frames = frames;
    this.renderer = renderer;
  }

  @Override
  public String render(
      Optional<RealmId> realm, Refusal refusal, String requestId, String languages) {
    return renderer.render(
        new ErrorView(
            frames.bare(realm, languages),
            kind(refusal.reason()),
            refusal.code().wire(),
            requestId,
            realm.map(known -> next(known, refusal.reason())).orElse(null)));
  }

  private static String next(RealmId realm, Reason reason) {
    return "/r/" + realm + (kind(reason) == ErrorView.Kind.LINK_DEAD ? "/forgot" : "/sign-in");
  }

  private static ErrorView.Kind kind(Reason reason) {
    return switch (reason) {
      case LINK_UNKNOWN, LINK_EXPIRED, LINK_USED, LINK_SUPERSEDED, OPERATOR_EXISTS, ADDRESS_TAKEN ->
          ErrorView.Kind.LINK_DEAD;
      case JOURNEY_UNKNOWN, JOURNEY_STEP, PUSHED_REQUEST_UNKNOWN, POSTED_REQUEST_UNKNOWN ->
          ErrorView.Kind.JOURNEY_ENDED;
      case AUTHORIZE_CLIENT_UNKNOWN,
          REDIRECT_URI_MISMATCH,
          LOGOUT_HINT_INVALID,
          LOGOUT_CLIENT_OTHER,
          LOGOUT_CLIENT_MISSING,
          LOGOUT_REDIRECT_URI ->
          ErrorView.Kind.APPLICATION_WRONG;
      default -> kindOf(reason);
    };
  }

  private static ErrorView.Kind kindOf(Reason reason) {
    return switch (reason.code().status()) {
      case 404, 405 -> ErrorView.Kind.NOT_FOUND;
      case 403 ->
          reason == Reason.CSRF_FAILED || reason == Reason.CROSS_SITE
              ? ErrorView.Kind.FORM_STALE
              : ErrorView.Kind.NOT_ALLOWED;
      case 429 -> ErrorView.Kind.TOO_MANY;
      case 503 -> ErrorView.Kind.UNAVAILABLE;
      case 500 -> ErrorView.Kind.INTERNAL;
      default -> ErrorView.Kind.REQUEST_WRONG;
    };
  }
}
