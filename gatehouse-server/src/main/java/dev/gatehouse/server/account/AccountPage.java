package dev.gatehouse.server.account;

import dev.gatehouse.server.client.ClientLogo;
import dev.gatehouse.server.credential.SignInMethod;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.consent.Applications;
import dev.gatehouse.server.oauth.family.OfflineSessions;
import dev.gatehouse.server.oauth.grant.ScopeWords;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.frame.Notice;
import dev.gatehouse.server.page.frame.PageFrame;
import dev.gatehouse.server.page.view.AccessRow;
import dev.gatehouse.server.page.view.AccountView;
import dev.gatehouse.server.page.view.ApplicationRow;
import dev.gatehouse.server.page.view.Device;
import dev.gatehouse.server.page.view.IdentityRow;
import dev.gatehouse.server.page.view.NamedRight;
import dev.gatehouse.server.page.view.SessionRow;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.session.Devices;
import dev.gatehouse.server.session.SessionEntry;
import dev.gatehouse.server.session.SessionFrames;
import dev.gatehouse.server.session.SignedIn;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The overview: about you, where you are signed in, which applications keep access. */
public final class AccountPage {
  private final AccountOf accounts;
  private final Applications applications;
  private final Devices devices;
  private final SessionFrames frames;
  private final PageRenderer renderer;

  public AccountPage(
      AccountOf accounts,
      Applications applications,
      Devices devices,
      SessionFrames frames,
      PageRenderer renderer) {
    this.accounts = accounts;
    this.applications = applications;
    this.devices = devices;
    this.frames = frames;
    this.renderer = renderer;
  }

  private record Read(
      Identity identity,
      List<SessionEntry> sessions,
      List<Applications.Entry> applications,
      Instant now) {}

  /** {@code GET /account}; {@code done} names what was just done, one of ours or nothing. */
  public Answer show(Exchange exchange, SignedIn signedIn) throws Refusal {
    Read read =
        accounts.read(
            exchange,
            signedIn,
            tx ->
                new Read(
                    accounts.identity(tx, signedIn),
                    accounts.sessions().list(tx, signedIn.principal()),
                    applications.list(tx, signedIn.principal()),
                    tx.now()));
    PageFrame frame = frames.of(exchange, signedIn);
    Optional<Notice> done = exchange.query().find("done").flatMap(AccountPage::notice);
    Site site = exchange.site();
    AccountView view =
        new AccountView(
            done.isPresent() ? frame.telling(done.get()) : frame,
            row(read.identity()),
            site.path("/account/password"),
            site.path("/account/email"),
            rows(read.sessions(), signedIn),
            read.applications().stream().map(entry -> row(exchange, entry)).toList(),
            new AccountView.Actions(
                site.path("/account/sessions/end"),
                site.path("/account/sessions/end-others"),
                site.path("/account/access/end"),
                site.path("/account/applications/withdraw")),
            read.now());
    return Answer.Page.ok(renderer.render(view));
  }

  /** Where a page of the account leads once something is done. */
  static String pathTelling(Notice notice) {
    return "/account?done=" + notice.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Notice> notice(String text) {
    return Stream.of(Notice.values())
        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst();
  }

  private static IdentityRow row(Identity identity) {
    return new IdentityRow(
        identity.person().id().toString(),
        identity.person().verified(),
        identity.methods().stream().map(SignInMethod::wire).toList(),
        identity.mfaEnabled(),
        identity.rights().roles().stream()
            .map(role -> new NamedRight(role.name(), role.description()))
            .toList(),
        identity.rights().permissions().stream()
            .map(permission -> new NamedRight(permission.name(), permission.description()))
            .toList(),
        identity.tenant().toString());
  }

  private List<SessionRow> rows(List<SessionEntry> entries, SignedIn signedIn) {
    return entries.stream()
        .map(entry ->
            new SessionRow(
                entry.id().toString(),
                device(entry.userAgent()),
                entry.id().equals(signedIn.id()),
                entry.authTime(),
                entry.seenAt(),
                entry.address()))
        .sorted(Comparator.comparing(row -> !row.current()))
        .toList();
  }

  private Device device(String userAgent) {
    dev.gatehouse.server.session.Device read = devices.of(userAgent);
    Device.Kind kind =
        switch (read.kind()) {
          case COMPUTER -> Device.Kind.COMPUTER;
          case PHONE -> Device.Kind.PHONE;
          case TABLET -> Device.Kind.TABLET;
          case UNKNOWN -> Device.Kind.UNKNOWN;
        };
    return new Device(kind, read.browser().orElse(null), read.system().orElse(null));
  }

  private ApplicationRow row(Exchange exchange, Applications.Entry entry) {
    return new ApplicationRow(
        entry.client().value(),
        entry.name(),
        entry.known().flatMap(ClientLogo::ofOurs).orElse(null),
        entry.known().map(Client::firstParty).orElse(false),
        ScopeWords.of(accounts.realm(exchange.realm()), entry.scopes()),
        entry.since(),
        entry.lastUsedAt().orElse(null),
        entry.offline().stream().map(this::row).toList());
  }

  private AccessRow row(OfflineSessions.Entry grant) {
    return new AccessRow(
        grant.id().toString(),
        device(grant.userAgent()),
        grant.grantedAt(),
        grant.lastUsedAt().orElse(null));
  }
}
