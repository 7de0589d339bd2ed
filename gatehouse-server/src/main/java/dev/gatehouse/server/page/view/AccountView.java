package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.frame.PageFrame;
import dev.gatehouse.server.page.frame.SignedInPerson;
import dev.gatehouse.server.page.text.ShownTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The account: who one is, where one is signed in, and which applications keep access.
 *
 * @param frame what surrounds the task
 * @param identity who they are to the product
 * @param changePasswordLink page to change the password
 * @param changeEmailLink page to change the e-mail address
 * @param sessions browsers signed in, the current one first
 * @param applications those with access
 * @param actions where the buttons of the rows send to
 * @param now the moment the page is drawn
 */
public record AccountView(
    PageFrame frame,
    IdentityRow identity,
    String changePasswordLink,
    String changeEmailLink,
    List<SessionRow> sessions,
    List<ApplicationRow> applications,
    Actions actions,
    Instant now)
    implements Page {

  /** Keeps its own copy of the rows; the person has to be known. */
  public AccountView {
    sessions = List.copyOf(sessions);
    applications = List.copyOf(applications);
    Objects.requireNonNull(frame.person(), "frame.person");
  }

  /**
   * Where the buttons send to; the id of the row is in the hidden field {@code session}, that of an
   * application in {@code client}.
   *
   * @param endSession path that ends one browser session
   * @param endOtherSessions path that ends all sessions but the current one
   * @param endAccess path that ends the access of one application while the person is away
   * @param withdraw path that ends all access of one application
   */
  public record Actions(
      String endSession, String endOtherSessions, String endAccess, String withdraw) {}

  /** Whose account it is. */
  public SignedInPerson person() {
    return Objects.requireNonNull(frame.person());
  }

  /** Whether a browser other than this one is signed in. */
  public boolean hasOthers() {
    return sessions.stream().anyMatch(row -> !row.current());
  }

  /** The moment as people say it. */
  public ShownTime time(Instant moment) {
    return ShownTime.of(moment, now, frame.messages());
  }
}
