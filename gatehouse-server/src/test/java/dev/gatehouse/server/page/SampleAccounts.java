package dev.gatehouse.server.page;

import dev.gatehouse.server.page.SamplePages.Person;
import dev.gatehouse.server.page.frame.Notice;
import dev.gatehouse.server.page.frame.PageFrame;
import dev.gatehouse.server.page.frame.SignedInPerson;
import dev.gatehouse.server.page.view.AccessRow;
import dev.gatehouse.server.page.view.AccountView;
import dev.gatehouse.server.page.view.ApplicationRow;
import dev.gatehouse.server.page.view.Device;
import dev.gatehouse.server.page.view.IdentityRow;
import dev.gatehouse.server.page.view.NamedRight;
import dev.gatehouse.server.page.view.Page;
import dev.gatehouse.server.page.view.RequestedScope;
import dev.gatehouse.server.page.view.SessionRow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The account page in every state. */
final class SampleAccounts {
  private final Person person;
  private final PageFrame frame;
  private final SignedInPerson signedIn;

  SampleAccounts(Person person, PageFrame frame, SignedInPerson signedIn) {
    this.person = person;
    this.frame = frame;
    this.signedIn = signedIn;
  }

  Map<String, Page> pages() {
    Map<String, Page> pages = new LinkedHashMap<>();
    PageFrame in = frame.in(person.organisation()).signedIn(signedIn);
    SessionRow current =
        new SessionRow(
            "s1",
            new Device(Device.Kind.COMPUTER, "Chrome", "Linux"),
            true,
            SamplePages.NOW.minusSeconds(150),
            SamplePages.NOW,
            "203.0.113.7");
    SessionRow phone =
        new SessionRow(
            "s2",
            new Device(
                Device.Kind.PHONE, person.name().contains("<") ? person.name() : "Safari", "iOS"),
            false,
            SamplePages.NOW.minus(Duration.ofHours(26)),
            SamplePages.NOW.minus(Duration.ofHours(3)),
            "2001:db8:85a3::8a2e:370:7334");
    SessionRow unknown =
        new SessionRow(
            "s3",
            new Device(Device.Kind.UNKNOWN, null, null),
            false,
            SamplePages.NOW.minus(Duration.ofDays(70)),
            null,
            "198.51.100.23");
    pages.put("account", account(in, List.of(current, phone, unknown), applications()));
    pages.put(
        "account-alone",
        account(in.telling(Notice.OTHER_SESSIONS_ENDED), List.of(current), List.of()));
    for (Notice notice : Notice.values()) {
      pages.put(
          "account-" + SamplePages.name(notice),
          account(in.telling(notice), List.of(current), List.of()));
    }
    return pages;
  }

  private AccountView account(
      PageFrame in, List<SessionRow> rows, List<ApplicationRow> applications) {
    return new AccountView(
        in,
        identity(),
        "/r/x/account/password",
        "/r/x/account/email",
        rows,
        applications,
        new AccountView.Actions(
            "/r/x/account/sessions/end",
            "/r/x/account/sessions/end-others",
            "/r/x/account/access/end",
            "/r/x/account/applications/withdraw"),
        SamplePages.NOW);
  }

  private List<ApplicationRow> applications() {
    AccessRow away =
        new AccessRow(
            "o1",
            new Device(Device.Kind.COMPUTER, "Chrome", "Linux"),
            SamplePages.NOW.minus(Duration.ofDays(12)),
            SamplePages.NOW.minusSeconds(3600));
    return List.of(
        new ApplicationRow(
            "budget",
            person.application(),
            null,
            false,
            scopes(person),
            SamplePages.NOW.minus(Duration.ofDays(12)),
            SamplePages.NOW.minusSeconds(3600),
            List.of(away)),
        new ApplicationRow(
            "web",
            "Web",
            "/assets/realms/monitrax.svg",
            true,
            List.of(new RequestedScope("openid", null)),
            SamplePages.NOW.minus(Duration.ofDays(70)),
            null,
            List.of()));
  }

  private IdentityRow identity() {
    return new IdentityRow(
        "0198f2a4-6c1e-7b3d-9a55-2f7c0d4e81b6",
        true,
        List.of("password"),
        false,
        List.of(new NamedRight("owner", "Full access; manages the organisation")),
        List.of(
            new NamedRight("income.read", "See income"),
            new NamedRight(
                "user.manage",
                person.equals(Person.HOSTILE) ? person.name() : "Invite and remove members")),
        "0198f2a4-5b0d-7c2e-8f44-1e6b9c3d70a5");
  }

  static List<RequestedScope> scopes(Person person) {
    return List.of(
        new RequestedScope("openid", null),
        new RequestedScope("profile", null),
        new RequestedScope("email", null),
        new RequestedScope("offline_access", null),
        new RequestedScope(
            "income.read", person.equals(Person.HOSTILE) ? person.name() : "See your income"),
        new RequestedScope("loan.read", null));
  }
}
