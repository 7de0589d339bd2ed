package dev.gatehouse.server.oauth.request;

import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.frame.PageFrame;
import dev.gatehouse.server.page.frame.PageFrames;
import dev.gatehouse.server.page.view.FormPostView;
import dev.gatehouse.server.realm.Client;

/**
 * Leads a person back to an application with a form that carries the answer (OAuth 2.0 Form Post
 * Response Mode §2). A script of ours sends it; a button does where no script runs.
 */
public final class FormPostPage {
  private final PageRenderer renderer;
  private final PageFrames frames;

  public FormPostPage(PageRenderer renderer, PageFrames frames) {
    this.renderer = renderer;
    this.frames = frames;
  }

  /** Prepared for one request, so that an answer can be given where nothing may be refused. */
  AuthorizationAnswer.Carrier carrier(
      Exchange exchange, Client client, AuthorizationParameters request) throws Refusal {
    PageFrame frame = frames.of(exchange, "", request.find("ui_locales")).askedBy(client.name());
    return (redirectUri, parameters) ->
        new Answer.FormPost(
            renderer.render(new FormPostView(frame, redirectUri.text(), parameters)),
            redirectUri.uri());
  }
}
