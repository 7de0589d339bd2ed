package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.frame.PageFrame;
import dev.gatehouse.server.page.frame.SignedInPerson;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An application asks for access; the frame names it and has the person signed in.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param journey id of the journey, sent back in the hidden field {@code journey}
 * @param applicationLogo path of its picture on this origin, or null for a monogram
 * @param scopes what it asks for
 * @param returnHost host the person goes back to
 * @param switchLink page to sign in as someone else, or null
 */
public record ConsentView(
    PageFrame frame,
    String action,
    String journey,
    @Nullable String applicationLogo,
    List<RequestedScope> scopes,
    String returnHost,
    @Nullable String switchLink)
    implements Page {

  /** Keeps its own copy of the scopes; both the application and the person have to be known. */
  public ConsentView {
    scopes = List.copyOf(scopes);
    Objects.requireNonNull(frame.application(), "frame.application");
    Objects.requireNonNull(frame.person(), "frame.person");
  }

  /** Name of the application that asks. */
  public String application() {
    return Objects.requireNonNull(frame.application());
  }

  /** Who is asked. */
  public SignedInPerson person() {
    return Objects.requireNonNull(frame.person());
  }
}
