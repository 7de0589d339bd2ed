package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.credential.LinkMaker;
import dev.gatehouse.server.credential.NewLink;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.login.PasswordProof.Accounts;
import dev.gatehouse.server.notify.OutgoingMail;
import dev.gatehouse.server.page.mail.Mail;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.principal.LoginIndex.Candidate;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.tenant.Tenant;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for mail: finds who has the address, issues their links and sends them. Any
 * number of servers may do this at once. A request is removed with the mail that answers it; if a
 * server dies before, another one answers it again, and the links of the first time are superseded.
 */
public final class MailRequestWorker {
  private static final Logger LOG = LoggerFactory.getLogger(MailRequestWorker.class);
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final int MOST_AT_ONCE = 100;

  /** So many organisations get a link each; an address with more is no person's. */
  private static final int MOST_ACCOUNTS = 20;

  private final Records records;
  private final Mailing mailing;
  private final Accounts accounts;
  private final MailRequests requests;
  private final Supplier<? extends Collection<Realm>> realms;
  private final Function<RealmId, Site> sites;

  public MailRequestWorker(
      Records records,
      Mailing mailing,
      Accounts accounts,
      MailRequests requests,
      Supplier<? extends Collection<Realm>> realms,
      Function<RealmId, Site> sites) {
    this.records = records;
    this.mailing = mailing;
    this.accounts = accounts;
    this.requests = requests;
    this.realms = realms;
    this.sites = sites;
  }

  /** An account the address has, as read before its link is made. */
  private record Account(Tenant tenant, Person person, Optional<byte[]> browser) {}

  /**
   * Answers what waits.
   *
   * @return how many requests were answered
   */
  public int answerDue() {
    int answered = 0;
    for (Realm realm : realms.get()) {
      for (int i = 0; i < MOST_AT_ONCE && answerNext(realm); i++) {
        answered++;
      }
    }
    return answered;
  }

  private boolean answerNext(Realm realm) {
    try {
      Optional<MailRequest> claimed =
          records
              .transactions()
              .inRealm(realm.id(), Attempted.NOTHING, tx -> requests.claim(tx, LEASE));
      if (claimed.isEmpty()) {
        return false;
      }
      answer(realm, claimed.get());
      return true;
    } catch (Refusal refusal) {
      throw new IllegalStateException("a job was refused", refusal);
    }
  }

  private void answer(Realm realm, MailRequest request) throws Refusal {
    List<Account> addressees = addressees(realm, request);
    if (!addressees.isEmpty() && !mayWrite(realm, request, addressees)) {
      return;
    }
    List<OutgoingMail> mails =
        switch (request.kind()) {
          case PASSWORD_RESET -> resets(realm, request, addressees);
          case VERIFICATION -> verifications(realm, request, addressees);
        };
    records
        .transactions()
        .inRealm(
            realm.id(),
            Attempted.NOTHING,
            tx -> {
              mails.forEach(mail -> mailing.outbox().enqueue(tx, mail));
              requests.remove(tx, request);
              return true;
            });
  }

  private List<Account> addressees(Realm realm, MailRequest request) throws Refusal {
    List<Account> all = accounts(realm, request.address());
    return switch (request.kind()) {
      case PASSWORD_RESET -> all;
      case VERIFICATION -> all.stream().filter(it -> !it.person().verified()).toList();
    };
  }

  /** Takes what is about to be written from the realm's budget; without any left, it waits. */
  private boolean mayWrite(Realm realm, MailRequest request, List<Account> addressees)
      throws Refusal {
    int mails =
        switch (request.kind()) {
          case PASSWORD_RESET -> Math.toIntExact(spellings(addressees));
          case VERIFICATION -> addressees.size();
        };
    return records
        .transactions()
        .inRealm(
            realm.id(),
            Attempted.NOTHING,
            tx -> {
              try {
                mailing.budget().write(tx, request.kind().budget(), mails, realm.mail());
                return true;
              } catch (Refusal spent) {
                Duration wait = spent.retryAfter().orElse(LEASE);
                requests.defer(tx, request, tx.now().plus(wait));
                LOG.warn("{} wrote all mails of this hour: one waits {}", realm.id(), wait);
                return false;
              }
            });
  }

  private static long spellings(List<Account> accounts) {
    return accounts.stream().map(it -> it.person().email().address()).distinct().count();
  }

  /** One mail with a link for each organisation; for each spelling of the address its own. */
  private List<OutgoingMail> resets(Realm realm, MailRequest request, List<Account> addressees)
      throws Refusal {
    Duration life = realm.mail().resetTtl();
    Map<String, List<Account>> bySpelling = new LinkedHashMap<>();
    Map<Account, NewLink> links = new LinkedHashMap<>();
    for (Account account : addressees) {
      NewLink link = link(realm, LinkKind.RESET, account, life);
      if (issue(realm, account, link)) {
        links.put(account, link);
        // mail servers may tell spellings apart: a link goes only where its own account is reached
        bySpelling
            .computeIfAbsent(account.person().email().address(), spelling -> new ArrayList<>())
            .add(account);
      }
    }
    return bySpelling.values().stream()
        .map(all -> reset(realm, all, account -> uri(realm, request, link(links, account)), life))
        .toList();
  }

  private OutgoingMail reset(
      Realm realm, List<Account> same, Function<Account, URI> links, Duration life) {
    Person first = same.getFirst().person();
    List<Mail.OrganisationLink> all =
        same.stream()
            .map(account ->
                new Mail.OrganisationLink(shownName(account), links.apply(account).toString()))
            .toList();
    Mail mail =
        new Mail.ResetPassword(
            mailing.branding(realm.id()), mailing.messages(first.locale()), all, life);
    return mailing.writer().write(realm.id(), first.email(), mail, life);
  }

  private URI uri(Realm realm, MailRequest request, NewLink link) {
    return request.underway().through(LinkMaker.uri(sites.apply(realm.id()), link));
  }

  private static NewLink link(Map<Account, NewLink> links, Account account) {
    return Optional.ofNullable(links.get(account)).orElseThrow();
  }

  /** The words of somebody who may have typed another's address do not travel by our mail. */
  private static String shownName(Account account) {
    return account.person().verified() ? account.tenant().name() : account.tenant().slug().value();
  }

  private List<OutgoingMail> verifications(
      Realm realm, MailRequest request, List<Account> addressees) throws Refusal {
    Duration life = realm.mail().verifyTtl();
    List<OutgoingMail> mails = new ArrayList<>();
    for (Account account : addressees) {
      // bound to the browser that signed up, not to the one that asked for the mail again: whoever
      // owns the mailbox must not confirm with one click what somebody else set a password for
      NewLink link = link(realm, LinkKind.VERIFY, account, life).boundTo(account.browser());
      if (issue(realm, account, link)) {
        Mail mail =
            new Mail.ConfirmAddress(
                mailing.branding(realm.id()),
                mailing.messages(account.person().locale()),
                uri(realm, request, link).toString(),
                life);
        mails.add(mailing.writer().write(realm.id(), account.person().email(), mail, life));
      }
    }
    return mails;
  }

  private List<Account> accounts(Realm realm, EmailAddress address) throws Refusal {
    List<Candidate> candidates =
        records
            .transactions()
            .readRealm(realm.id(), tx -> accounts.index().candidates(tx, address));
    List<Account> found = new ArrayList<>();
    for (Candidate candidate : candidates.stream().limit(MOST_ACCOUNTS).toList()) {
      records
          .transactions()
          .readTenant(realm.id(), candidate.tenant(), tx -> account(tx, candidate, address))
          .ifPresent(found::add);
    }
    return found;
  }

  private Optional<Account> account(TenantTx tx, Candidate candidate, EmailAddress address) {
    Optional<Tenant> tenant = accounts.tenants().find(tx).filter(Tenant::active);
    Optional<Person> person =
        accounts
            .persons()
            .find(tx, candidate.principal())
            .filter(found -> found.active() && found.email().equals(address));
    return tenant.isPresent() && person.isPresent()
        ? Optional.of(
            new Account(
                tenant.get(),
                person.get(),
                mailing.links().lastBrowser(tx, candidate.principal(), LinkKind.VERIFY)))
        : Optional.empty();
  }

  private NewLink link(Realm realm, LinkKind kind, Account account, Duration life) {
    TenantId tenant = account.tenant().id();
    Person person = account.person();
    return mailing
        .maker()
        .make(kind, new LinkMaker.Place(realm.id(), tenant), person.id(), person.email(), life);
  }

  /** Issues the link, unless the account changed since it was read. */
  private boolean issue(Realm realm, Account account, NewLink link) {
    Person person = account.person();
    Attempt attempt =
        records
            .audit()
            .attempt(EventType.LINK_ISSUED, Origin.SERVER)
            .by(person.id())
            .on("link", link.token().id().toString())
            .detail("kind", link.kind().path());
    try {
      return records
          .transactions()
          .inTenant(
              realm.id(),
              account.tenant().id(),
              attempt,
              tx -> {
                if (!accounts.persons().lock(tx, person.id()).equals(Optional.of(person))) {
                  throw Refusal.of(Reason.LINK_SUPERSEDED);
                }
                mailing.links().issue(tx, link);
                attempt.succeeded(tx);
                return true;
              });
    } catch (Refusal changed) {
      LOG.debug("no link: {}", changed.reason().id());
      return false;
    }
  }
}
