package dev.gatehouse.server.oauth;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.MalformedRecord;
import dev.gatehouse.ledger.RecordFormat;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.GroupCommit;
import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.client.SampleRealm;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.KeyGenerator;
import dev.gatehouse.server.crypto.KeyLife;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.crypto.PrivateKeySealer;
import dev.gatehouse.server.crypto.TokenSigner;
import dev.gatehouse.server.crypto.TrustedAuthorities;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.OutboundHttp;
import dev.gatehouse.server.http.OutboundRules;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.login.Journeys;
import dev.gatehouse.server.oauth.authorize.AccountChoicePage;
import dev.gatehouse.server.oauth.consent.ConsentPage;
import dev.gatehouse.server.oauth.keys.RealmKeys;
import dev.gatehouse.server.oauth.request.FormPostPage;
import dev.gatehouse.server.oauth.request.RequestFrames;
import dev.gatehouse.server.page.PageRenderer;
import dev.gatehouse.server.page.brand.Branding;
import dev.gatehouse.server.page.frame.PageFrames;
import dev.gatehouse.server.page.text.MessageCatalogue;
import dev.gatehouse.server.session.Device;
import dev.gatehouse.server.session.Evidence;
import dev.gatehouse.server.session.LiveRevocations;
import dev.gatehouse.server.session.NewSession;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.SessionLife;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.session.StartedSession;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.tenant.TenantStore;
import dev.gatehouse.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The whole provider on a database of its own, with one person signed in. */
public final class Provider implements AutoCloseable {
  private static final CryptoProviders PROVIDERS = CryptoProviders.choose();

  public final ServerDatabase database = ServerDatabase.create();
  public final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  public final RealmId realm = database.realm(SampleRealm.ID.value());
  public final TenantId tenant = database.tenant(realm, "acme");
  public final Transactions transactions = database.transactions(clock);
  public final Csprng random = new Csprng(PROVIDERS);
  public final Revocations revocations = new Revocations();
  public final Sessions sessions =
      new Sessions(
          revocations, id -> new SessionLife(Duration.ofHours(1), Duration.ofHours(24)), random);
  public final ClientRegistry clients = SampleRealm.registry();
  public final KeyRing keys;
  private final KeyLife.Making making;
  private final RealmKeys policy;
  public final Journeys journeys;
  public final CsrfGuard csrf;
  public final SessionGate gate;
  public final OpenIdProvider endpoints;
  public final PrincipalId person;
  public StartedSession session;

  public Provider() {
    MasterKey master = MasterKey.generate(random);
    Envelope envelope = new Envelope(PROVIDERS, random, master);
    Macs macs = new Macs(PROVIDERS, master);
    AuditLog audit = new AuditLog(envelope, random);
    making =
        new KeyLife.Making(new PrivateKeySealer(PROVIDERS, envelope), new KeyGenerator(PROVIDERS));
    policy = new RealmKeys(clients::realm, audit);
    keys = new KeyRing(transactions, making.sealer(), making.generator(), clock, policy);
    journeys = new Journeys(transactions, envelope, random);
    csrf = new CsrfGuard(macs);
    gate =
        new SessionGate(transactions, sessions, csrf, exchange -> exchange.site().uri("/sign-in"));
    endpoints =
        new OpenIdProvider(
            new OpenIdProvider.Ground(
                transactions,
                audit,
                new GroupCommit(transactions),
                clients,
                new OutboundHttp(
                    new OutboundRules(Set.of()),
                    TrustedAuthorities.with(Optional.empty())::context),
                clock),
            new OpenIdProvider.Cryptography(
                PROVIDERS, keys, new TokenSigner(PROVIDERS), envelope, macs, random),
            new OpenIdProvider.People(
                gate,
                journeys,
                revocations,
                new LiveRevocations(transactions, clock, Duration.ofHours(1)),
                TenantStore.ofDatabase(random)),
            pages());
    person = person("Ada Lovelace", "ada@acme.example");
    session = signIn(person);
  }

  private OpenIdProvider.Pages pages() {
    var renderer = new PageRenderer();
    var frames = new PageFrames(Map.of(realm, Branding.gatehouse()), MessageCatalogue.load());
    var own = new RequestFrames(frames, csrf);
    return new OpenIdProvider.Pages(
        new AccountChoicePage(renderer, own),
        new ConsentPage(renderer, own, clients::realm),
        new FormPostPage(renderer, frames));
  }

  /** What has the keys rotate; time passes instead of waiting. */
  public KeyLife keyLife() {
    return new KeyLife(transactions, making, clock, policy, keys, clock::advance);
  }

  public PrincipalId person(String name, String email) {
    UUID id = UUID.randomUUID();
    database.execute(
        """
        INSERT INTO gatehouse.principal (tenant_id, principal_id, kind, status, name, locale, roles, created_at)
        VALUES (?, ?, 'person', 'active', ?, 'en', '{member,gone,owner}', now())
        """,
        tenant.value(),
        id,
        name);
    database.execute(
        """
        INSERT INTO gatehouse.email_address (tenant_id, principal_id, address, normalized, verified_at)
        VALUES (?, ?, ?, ?, now())
        """,
        tenant.value(),
        id,
        email,
        email);
    return new PrincipalId(id);
  }

  public StartedSession signIn(PrincipalId who) {
    var beginning =
        new NewSession(
            who, Evidence.PASSWORD, new Origin("request", "127.0.0.1", "test"), Device.UNKNOWN);
    return database.in(clock, realm, tenant, tx -> sessions.start(tx, beginning));
  }

  /** The cookie of a session, as a browser sends it. */
  public String cookie(StartedSession of) {
    return "__Host-gh-" + realm + "=" + of.token().wire();
  }

  /** Every record of the tenant, oldest first. */
  public List<AuditRecord> records() {
    return records(tenant);
  }

  /** Every record of the realm's own log. */
  public List<AuditRecord> realmRecords() {
    return records(TenantId.ownOf(realm));
  }

  private List<AuditRecord> records(TenantId of) {
    return database.in(
        clock,
        realm,
        of,
        tx ->
            tx
                .read()
                .createQuery("SELECT bytes FROM audit_record ORDER BY recorded_at, record_id")
                .mapTo(byte[].class)
                .stream()
                .map(Provider::read)
                .toList());
  }

  private static AuditRecord read(byte[] bytes) {
    try {
      return RecordFormat.read(bytes);
    } catch (MalformedRecord malformed) {
      throw new AssertionError(malformed);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
