package dev.gatehouse.server.login;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.MalformedRecord;
import dev.gatehouse.ledger.RecordFormat;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.credential.FailedSignIns;
import dev.gatehouse.server.credential.PasswordStore;
import dev.gatehouse.server.crypto.Argon2Parameters;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.crypto.PasswordHasher;
import dev.gatehouse.server.crypto.PasswordText;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.http.TestBrowser;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.kernel.TransactionScope;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.brand.Branding;
import dev.gatehouse.server.page.brand.Colour;
import dev.gatehouse.server.page.frame.PageFrames;
import dev.gatehouse.server.page.text.MessageCatalogue;
import dev.gatehouse.server.principal.AddressKeys;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.principal.LoginIndex;
import dev.gatehouse.server.principal.NewPerson;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.realm.PasswordPolicy;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.session.Devices;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.session.SessionFrames;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.SessionLife;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.Work;
import dev.gatehouse.server.tenant.TenantStore;
import dev.gatehouse.testkit.FakeClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sign-in as it is wired in the server, with hashes that are cheap and counted. */
public final class SignInFixture {
  public static final String PASSWORD = "correct horse battery staple";
  static final Argon2Parameters CHEAP = new Argon2Parameters(64, 1, 1);
  private static final Argon2Parameters OUTDATED = new Argon2Parameters(32, 1, 1);
  private static final String CHROME =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

  public final ServerDatabase database = ServerDatabase.shared();
  public final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  public final RealmId realm = database.freshRealm();
  public final Site site = new Site(realm, URI.create("https://login.example.com"));
  public final AtomicInteger hashes = new AtomicInteger();
  public final Csprng random = new Csprng(CryptoProviders.jdk());
  private final MasterKey key = MasterKey.generate(random);
  private final Envelope envelope = new Envelope(CryptoProviders.jdk(), random, key);
  private final Macs macs = new Macs(CryptoProviders.jdk(), key);
  public final Transactions transactions = database.transactions(clock);
  public final AuditLog audit = new AuditLog(envelope, random);
  public final CsrfGuard csrf = new CsrfGuard(macs);
  public final Revocations revocations = new Revocations();
  public final Sessions sessions =
      new Sessions(revocations, SessionLife.Rules.of(SignInFixture::realmFile), random);
  public final Journeys journeys = new Journeys(transactions, envelope, random);
  public final SessionGate gate =
      new SessionGate(transactions, sessions, csrf, new SignInDetour(journeys, random));
  public final PageRenderer renderer = new PageRenderer();
  public final PageFrames frames =
      new PageFrames(
          Map.of(
              realm,
              new Branding(
                  realm.value(),
                  "Monitrax",
                  null,
                  Colour.parse("#123456"),
                  Colour.parse("#abcdef"))),
          MessageCatalogue.load());
  public final SessionFrames sessionFrames = new SessionFrames(frames, csrf);
  public final Devices devices = new Devices();
  private final PasswordHasher hasher =
      new PasswordHasher(
          random,
          new PasswordHasher.Bounds(2, 64, Duration.ofSeconds(30)),
          () -> {
            TransactionScope.refuseInside("hashing");
            hashes.incrementAndGet();
          });
  final AddressKeys addressKeys = new AddressKeys(macs);
  final LoginIndex index = new LoginIndex(addressKeys);
  final PasswordStore passwords = PasswordStore.ofDatabase();
  final PersonStore persons = PersonStore.ofDatabase();
  public final PasswordProof.Accounts accounts =
      new PasswordProof.Accounts(
          index,
          new FailedSignIns(addressKeys),
          persons,
          passwords,
          TenantStore.ofDatabase(random));
  public final SignInPage signInPage =
      new SignInPage(
          new ClientRegistry(RealmCatalog.of(List.of(realmFile(realm)))),
          frames,
          renderer,
          csrf,
          random,
          journeys,
          new SignIn(
              transactions,
              audit,
              new PasswordProof(transactions, audit, hasher, random, accounts),
              sessions,
              gate,
              devices,
              journeys,
              SignInFixture::realmFile,
              macs,
              random));
  public final SignOutPage signOutPage =
      new SignOutPage(transactions, audit, sessions, gate, csrf, frames, renderer);

  private static final Realm SHIPPED =
      RealmCatalog.load(
              Path.of(System.getProperty("gatehouse.root"), "realms"),
              name -> Optional.of(Secret.of("u7Qk2mX9vB4tRz8LwN1cYp6HsJd3FgAe5K0o")))
          .find(new RealmId("monitrax"))
          .orElseThrow();

  /** The shipped realm with cheap hashes. */
  public static Realm realmFile(RealmId id) {
    return new Realm(
        id,
        SHIPPED.productName(),
        SHIPPED.ownIssuer(),
        SHIPPED.signUp(),
        SHIPPED.tokens(),
        new PasswordPolicy(15, 128, CHEAP),
        SHIPPED.sessions(),
        SHIPPED.mail(),
        SHIPPED.tenants(),
        SHIPPED.branding(),
        SHIPPED.languages(),
        SHIPPED.permissions(),
        SHIPPED.roles(),
        SHIPPED.scopes(),
        SHIPPED.apis(),
        SHIPPED.clients(),
        SHIPPED.serviceAccounts(),
        SHIPPED.registration(),
        SHIPPED.userInfo(),
        SHIPPED.management());
  }

  /** The name of a cookie of the realm; the session's has no ending. */
  public String cookie(String ending) {
    return "__Host-gh-" + realm + ending;
  }

  /** An address of the realm. */
  public String address(String path) {
    return site.uri(path).toString();
  }

  public TestBrowser browser() {
    return new TestBrowser(site, CHROME);
  }

  /** Makes a tenant that can be found by its slug. */
  public TenantId tenant(String slug) {
    TenantId tenant = database.tenant(realm, slug);
    database.execute(
        "INSERT INTO gatehouse.tenant_slug (realm_id, slug, tenant_id) VALUES (?, ?, ?)",
        realm.value(),
        slug,
        tenant.value());
    return tenant;
  }

  /** Makes a person who can sign in. */
  public PrincipalId person(TenantId tenant, String address) {
    return person(tenant, address, true, CHEAP);
  }

  PrincipalId unverified(TenantId tenant, String address) {
    return person(tenant, address, false, CHEAP);
  }

  PrincipalId withOutdatedHash(TenantId tenant, String address) {
    return person(tenant, address, true, OUTDATED);
  }

  private PrincipalId person(
      TenantId tenant, String address, boolean verified, Argon2Parameters cost) {
    PrincipalId id = new PrincipalId(random.uuid());
    EmailAddress email = EmailAddress.parse(address).orElseThrow();
    String hash = hash(cost);
    in(
        tenant,
        tx -> {
          persons.create(tx, new NewPerson(id, "Ada", "en", List.of("member"), email, verified));
          passwords.put(tx, id, hash);
          index.put(tx, email, id, verified);
          return true;
        });
    return id;
  }

  private String hash(Argon2Parameters cost) {
    try {
      return hasher.hash(cost, text(PASSWORD));
    } catch (Refusal overloaded) {
      throw new IllegalStateException(overloaded);
    }
  }

  static PasswordText text(String password) {
    return switch (PasswordText.normalise(Secret.of(password))) {
      case PasswordText.Ok(PasswordText text) -> text;
      case PasswordText.Malformed malformed -> throw new AssertionError(malformed);
    };
  }

  public <T> T in(TenantId tenant, Work<TenantTx, T> work) {
    return database.in(clock, realm, tenant, work);
  }

  /** The same for what may be refused. */
  public <T> T inOrRefused(TenantId tenant, Work<TenantTx, T> work) throws Refusal {
    return transactions.inTenant(realm, tenant, Attempted.NOTHING, work);
  }

  /** Opens the sign-in page and fills the form. */
  public Map<String, String> form(TestBrowser browser, String email, String password)
      throws Refusal {
    return form(browser, browser.get(signInPage::show, ""), email, password);
  }

  Map<String, String> form(TestBrowser browser, Answer page, String email, String password) {
    Map<String, String> form = new HashMap<>();
    form.put("csrf", hidden(page, "csrf"));
    form.put("journey", hidden(page, "journey"));
    form.put("email", email);
    form.put("password", password);
    form.put("organisation", "");
    return form;
  }

  /** The value of a hidden field of a page. */
  public static String hidden(Answer page, String field) {
    Matcher found =
        Pattern.compile("name=\"" + field + "\" value=\"([^\"]*)\"")
            .matcher(((Answer.Page) page).html());
    if (!found.find()) {
      throw new AssertionError("no field " + field);
    }
    return found.group(1);
  }

  /** Signs in from the page on. */
  public Answer signIn(TestBrowser browser, String email, String password) throws Refusal {
    return browser.post(signInPage::send, form(browser, email, password));
  }

  /** The records of a tenant, oldest first. */
  public List<AuditRecord> records(TenantId tenant) {
    return in(
        tenant,
        tx ->
            tx
                .read()
                .createQuery("SELECT bytes FROM audit_record ORDER BY recorded_at, record_id")
                .mapTo(byte[].class)
                .list()
                .stream()
                .map(SignInFixture::record)
                .toList());
  }

  private static AuditRecord record(byte[] bytes) {
    try {
      return RecordFormat.read(bytes);
    } catch (MalformedRecord malformed) {
      throw new AssertionError(malformed);
    }
  }
}
